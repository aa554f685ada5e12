package io.plumbline.pipeline.verification;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.verify.similarity.ModelView;
import java.util.List;

/**
 * A model that takes part in a comparison, with what it calls the tensors of others.
 *
 * @param name for tables
 * @param integer whether it is an integer program
 */
public record VerifiedModel(String name, boolean integer, Engine engine, TensorPlaces places)
    implements AutoCloseable {
  /**
   * Opens any artefact.
   *
   * @param threads inside one run
   * @throws io.plumbline.tensor.PlumblineException when the file is no model
   */
  public static VerifiedModel open(String name, ModelFiles files, int threads) {
    if (isProgram(files)) {
      return of(name, ProgramReader.read(files.model()), ExecutorOptions.fastest(threads));
    }
    return of(name, ModelFormats.read(files).graph(), files.model().toString(), threads);
  }

  /** Whether files are an integer program. */
  static boolean isProgram(ModelFiles files) {
    return files.prototxt().isEmpty() && ProgramReader.isProgram(files.model());
  }

  /**
   * The same program on every executor there is, the one that defines the arithmetic first.
   *
   * @param threads inside one run
   */
  static List<VerifiedModel> onEveryExecutor(ModelFiles files, int threads) {
    Program program = ProgramReader.read(files.model());
    return Executors.names().stream()
        .map(
            executor -> of(executor + " executor", program, new ExecutorOptions(executor, threads)))
        .toList();
  }

  private static VerifiedModel of(String name, Program program, ExecutorOptions options) {
    return new VerifiedModel(
        name,
        true,
        Executors.open(program, new OrtForeignOps(), options),
        TensorPlaces.of(program));
  }

  private static VerifiedModel of(String name, Graph graph, String where, int threads) {
    Engine engine = OrtEngine.open(graph, where, OrtOptions.literal(threads));
    return new VerifiedModel(name, false, engine, TensorPlaces.of(graph, engine.tensors()));
  }

  /** Where a comparison finds its tensors. */
  public ModelView view() {
    return new ModelView(engine, places::place, places::paramsOf);
  }

  /** Names of its outputs, in order. */
  public List<String> outputs() {
    return engine.outputs().stream().map(Port::name).toList();
  }

  @Override
  public void close() {
    engine.close();
  }
}
