package io.plumbline.pipeline;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.model.GivenModel;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.module.ModuleExecutors;
import java.nio.file.Path;
import java.util.Optional;

/** Opens any artefact as an engine. */
public final class Plumbline {
  private Plumbline() {}

  /** Opens a float, fake-quantized or integer model with one thread. */
  public static Engine load(Path model) {
    return load(model, 1);
  }

  /**
   * Opens a float, fake-quantized or integer model.
   *
   * @param threads threads inside one run
   */
  public static Engine load(Path model, int threads) {
    return load(ModelFiles.of(model), threads);
  }

  /**
   * Opens a float, fake-quantized or integer model, also one of Caffe.
   *
   * @param threads threads inside one run
   */
  public static Engine load(ModelFiles files, int threads) {
    return open(files, Optional.empty(), threads).engine();
  }

  /**
   * Whether files are an integer program, with native code or without.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when they are none and are to run on a
   *     device
   */
  public static boolean isProgram(ModelFiles files) {
    boolean program = files.prototxt().isEmpty() && ProgramReader.isProgram(files.model());
    if (!program && files.device().isPresent()) {
      throw DeviceEngines.noModule(files, files.device().get());
    }
    return program;
  }

  /**
   * Opens a float, fake-quantized or integer model, also one of Caffe, and tells what its user
   * should know of the choice.
   *
   * @param executor which one runs an integer program, one of {@link ModuleExecutors#names()};
   *     empty for the fastest that may
   * @param threads threads inside one run
   */
  public static ModuleExecutors.Opened open(
      ModelFiles files, Optional<String> executor, int threads) {
    if (isProgram(files)) {
      return ModuleFile.open(ModuleFile.read(files.model()), files, executor, threads);
    }
    GivenModel model = GivenModel.any(files);
    Engine engine =
        OrtEngine.open(model.graph(), files.model().toString(), OrtOptions.literal(threads));
    return new ModuleExecutors.Opened(engine, model.findings());
  }
}
