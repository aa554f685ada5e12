package io.plumbline.pipeline.evaluation;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.samples.PictureFeed;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** A model that takes part: it has one input, prepared as the network was trained. */
record Contestant(String name, Engine engine, Port own, Port prepared) implements AutoCloseable {
  /**
   * Opens models that all take what the first one takes; they may name it differently.
   *
   * @param executor what runs integer programs, as in {@link Plumbline#open}
   * @param heard told why native code that is there does not run
   * @throws BadConfigurationException when a model has several inputs or another input
   */
  static List<Contestant> open(
      List<Path> models, Optional<String> executor, Consumer<Finding> heard) {
    List<Contestant> opened = new ArrayList<>();
    try {
      for (Path model : models) {
        ModuleExecutors.Opened engine = Plumbline.open(ModelFiles.of(model), executor, 1);
        engine.findings().forEach(heard);
        opened.add(of(model, engine.engine()));
        requireSameInput(model, opened.getFirst(), opened.getLast());
      }
      return opened;
    } catch (RuntimeException e) {
      opened.forEach(Contestant::close);
      throw e;
    }
  }

  private static Contestant of(Path model, Engine engine) {
    if (engine.inputs().size() != 1) {
      int inputs = engine.inputs().size();
      engine.close();
      throw new BadConfigurationException(
          "eval.inputs",
          model.toString(),
          "the model has %s; one is needed".formatted(Count.of(inputs, "input")),
          "score models with a single input");
    }
    Port own = engine.inputs().getFirst();
    return new Contestant(
        ModelFiles.of(model).title(), engine, own, PictureFeed.training(engine, own));
  }

  /** Whether extents are equal where neither is dynamic. */
  private static boolean agree(List<Long> one, List<Long> other) {
    boolean agrees = one.size() == other.size();
    for (int axis = 0; agrees && axis < one.size(); axis++) {
      long left = one.get(axis);
      long right = other.get(axis);
      agrees = left == right || left < 0 || right < 0;
    }
    return agrees;
  }

  private static void requireSameInput(Path model, Contestant first, Contestant other) {
    if (other.prepared.dtype() != first.prepared.dtype()
        || !agree(other.prepared.dims(), first.prepared.dims())) {
      throw new BadConfigurationException(
          "eval.inputs",
          model.toString(),
          "input %s differs from %s of %s".formatted(other.prepared, first.prepared, first.name),
          "score models that take the same input");
    }
  }

  /** All outputs, in the model's order. */
  SequencedMap<String, Tensor> run(Tensor sample, String where) {
    return engine.run(Map.of(own.name(), PictureFeed.feed(engine, own, sample, where)));
  }

  @Override
  public void close() {
    engine.close();
  }
}
