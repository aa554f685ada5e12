package io.plumbline.pipeline.verification;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.ModuleFile;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.model.GivenModel;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.ModelView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
   * @param executor as in {@link Plumbline#open}; native code is asked of modules alone, for a
   *     quantized model holds none
   * @param threads inside one run
   * @param heard told why native code does not run, and what of a float model is not as its file
   *     has it
   * @throws io.plumbline.tensor.PlumblineException when the file is no model
   */
  public static VerifiedModel open(
      String name,
      ModelFiles files,
      Optional<String> executor,
      int threads,
      Consumer<Finding> heard) {
    if (Plumbline.isProgram(files)) {
      ProgramModule module = ModuleFile.read(files.model());
      boolean bare = isNative(executor) && !module.isModule();
      Optional<String> wish = bare ? Optional.empty() : executor;
      if (bare) {
        heard.accept(
            Finding.info(
                "module.no-native",
                name,
                "a quantized model holds no native code; the executor '%s' runs it"
                    .formatted(Executors.FASTEST)));
      }
      ModuleExecutors.Opened opened = ModuleFile.open(module, files, wish, threads);
      opened.findings().forEach(heard);
      return of(name, module, opened.engine());
    }
    GivenModel model = GivenModel.repeatable(files);
    model.findings().forEach(heard);
    return of(name, model.graph(), files.model().toString(), threads);
  }

  /**
   * The same program on every executor that may run it, the one that defines the arithmetic first,
   * and on its device last.
   *
   * @param executor that of native code, where it may be trusted
   * @param threads inside one run
   * @param heard told why native code that is there does not run
   */
  static List<VerifiedModel> onEveryExecutor(
      ModelFiles files, Optional<String> executor, int threads, Consumer<Finding> heard) {
    ProgramModule module = ModuleFile.read(files.model());
    List<VerifiedModel> models = new ArrayList<>();
    for (String name : Executors.names()) {
      Optional<String> wish = Optional.of(name);
      models.add(named(module, ModuleFile.open(module, files.here(), wish, threads).engine()));
    }
    if (module.code().isPresent() || executor.isPresent()) {
      ModuleExecutors.Opened opened = ModuleFile.open(module, files.here(), executor, threads);
      opened.findings().forEach(heard);
      if (opened.engine().name().equals(CompiledExecutor.NAME)) {
        models.add(named(module, opened.engine()));
      } else {
        opened.engine().close();
      }
    }
    if (files.device().isPresent()) {
      ModuleExecutors.Opened opened = ModuleFile.open(module, files, executor, threads);
      opened.findings().forEach(heard);
      models.add(named(module, opened.engine()));
    }
    return models;
  }

  private static boolean isNative(Optional<String> executor) {
    return executor.filter(CompiledExecutor.NAME::equals).isPresent();
  }

  /**
   * Holds that native code takes part in a comparison that asks for it.
   *
   * @throws EnvironmentException when none of the models is run by its own
   */
  static void requireAsked(List<VerifiedModel> models, Optional<String> executor) {
    if (isNative(executor)
        && models.stream()
            .noneMatch(model -> model.engine().name().equals(CompiledExecutor.NAME))) {
      throw new EnvironmentException(
          "module.no-native",
          String.join(", ", models.stream().map(VerifiedModel::name).toList()),
          "none of these holds native code",
          "name a module that 'plumb build' made, or leave the executor out");
    }
  }

  private static VerifiedModel named(ProgramModule module, Engine engine) {
    return of(engine.name() + " executor", module, engine);
  }

  private static VerifiedModel of(String name, ProgramModule module, Engine engine) {
    return new VerifiedModel(name, true, engine, TensorPlaces.of(module.program()));
  }

  /** A float model that is read already. */
  static VerifiedModel of(String name, Graph graph, String where, int threads) {
    Engine engine = OrtEngine.open(graph, where, OrtOptions.literal(threads));
    return new VerifiedModel(name, false, engine, TensorPlaces.of(graph, engine.tensors()));
  }

  /** Where a comparison finds its tensors. */
  public ModelView view() {
    return new ModelView(engine, places::place, places::paramsOf, places::multiplesOf);
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
