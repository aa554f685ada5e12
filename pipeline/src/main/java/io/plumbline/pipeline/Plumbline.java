package io.plumbline.pipeline;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import java.nio.file.Path;

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
    Path model = files.model();
    if (files.prototxt().isEmpty() && ProgramReader.isProgram(model)) {
      return Executors.open(
          ProgramReader.read(model), new OrtForeignOps(), ExecutorOptions.fastest(threads));
    }
    return OrtEngine.open(
        ModelFormats.read(files).graph(), model.toString(), OrtOptions.literal(threads));
  }
}
