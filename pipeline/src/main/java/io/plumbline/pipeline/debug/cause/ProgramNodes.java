package io.plumbline.pipeline.debug.cause;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Subgraph;
import io.plumbline.graph.TensorType;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugProgram;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.SignalNoise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an integer program makes of each node where it runs, beside the float model.
 *
 * @param program its name, with the device
 * @param rows nodes whose value and inputs the program holds, in execution order
 */
public record ProgramNodes(String program, List<Row> rows) {
  public ProgramNodes {
    rows = List.copyOf(rows);
  }

  /**
   * Errors of one node over all samples.
   *
   * @param steps the largest error on the same input, in steps of the value; empty where the value
   *     is not rounded
   * @param own decibels of the signal over the error of the node, which reads in float what it
   *     reads in the program; infinite without an error
   * @param accumulated decibels of the signal over the error of the whole program at this value
   * @param cosine of the value in the whole program, the mean over samples
   */
  public record Row(
      String node, Optional<Double> steps, double own, double accumulated, double cosine) {}

  /** Runs the program of a model, if one is looked at, and every node in float on its values. */
  public static Optional<ProgramNodes> of(
      DebugModel model, DebugSamples samples, Progress progress) {
    return model.program().map(program -> of(model, program, samples, progress));
  }

  private static ProgramNodes of(
      DebugModel model, DebugProgram program, DebugSamples samples, Progress progress) {
    progress.stage("nodes of the program");
    Reference reference = Reference.of(model);
    Graph exact = model.graph().with(List.of(), reference.numbers(), Map.of());
    List<Tally> tallies = new ArrayList<>();
    try (ProgramRun run = ProgramRun.open(program, model.graph());
        Engine floats = OrtEngine.openOwn(exact)) {
      for (RoundedStep step : model.graph().steps()) {
        tally(model, step, reference, run).ifPresent(tallies::add);
      }
      Set<String> values = new LinkedHashSet<>();
      Set<String> fetched = new LinkedHashSet<>();
      for (Tally tally : tallies) {
        values.add(tally.value);
        fetched.addAll(tally.inputs);
        fetched.add(tally.value);
      }
      RunOptions own = RunOptions.fetching(List.copyOf(values));
      for (int sample = 0; sample < samples.size(); sample++) {
        Map<String, Tensor> inputs = samples.inputs().get(sample);
        Map<String, Tensor> expected = floats.run(inputs, own);
        Map<String, Tensor> found = run.run(inputs, List.copyOf(fetched));
        tallies.forEach(tally -> tally.add(found, expected));
        progress.update(sample + 1L, samples.size());
      }
      return new ProgramNodes(run.name(), tallies.stream().map(Tally::row).toList());
    } finally {
      tallies.forEach(Tally::close);
    }
  }

  private static Optional<Tally> tally(
      DebugModel model, RoundedStep step, Reference reference, ProgramRun run) {
    Graph real = model.graph().real();
    String value = real.node(step.nodes().getLast()).output();
    List<String> inputs = step.inputs(real);
    boolean held =
        Stream.concat(Stream.of(value), inputs.stream())
            .allMatch(
                name ->
                    run.has(name)
                        && real.types().get(name) instanceof TensorType type
                        && type.dtype().isFloat());
    if (!held) {
      return Optional.empty();
    }
    Graph exact = model.graph().with(List.of(), reference.of(step, real), Map.of());
    Optional<Double> scale =
        step.calibrations().stream()
            .filter(place -> !place.isWeight() && place.params().isPerTensor())
            .filter(place -> model.graph().value(place).equals(value))
            .map(CalibrationNode::params)
            .map(params -> (double) params.scale())
            .findFirst();
    return Optional.of(
        new Tally(
            step.name(),
            value,
            inputs,
            scale,
            OrtEngine.openOwn(Subgraph.between(exact, inputs, List.of(value)))));
  }

  /** What is added up for one node. */
  private static final class Tally implements AutoCloseable {
    private final String node;
    private final String value;
    private final List<String> inputs;
    private final Optional<Double> scale;
    private final Engine exact;
    private double largest;
    private SignalNoise own = SignalNoise.NONE;
    private SignalNoise whole = SignalNoise.NONE;
    private double cosines;
    private int samples;

    Tally(String node, String value, List<String> inputs, Optional<Double> scale, Engine exact) {
      this.node = node;
      this.value = value;
      this.inputs = inputs;
      this.scale = scale;
      this.exact = exact;
    }

    void add(Map<String, Tensor> found, Map<String, Tensor> expected) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      exact
          .inputs()
          .forEach(port -> fed.put(port.name(), Objects.requireNonNull(found.get(port.name()))));
      Tensor result = Objects.requireNonNull(found.get(value));
      float[] real = result.toFloats();
      Tensor alone = Objects.requireNonNull(exact.run(fed).get(value));
      Tensor all = Objects.requireNonNull(expected.get(value));
      Similarity same = Similarity.of(alone, result);
      largest = Math.max(largest, same.largestDifference());
      own = own.plus(SignalNoise.of(alone.toFloats(), real));
      whole = whole.plus(SignalNoise.of(all.toFloats(), real));
      cosines += Similarity.of(all, result).cosine();
      samples++;
    }

    Row row() {
      return new Row(
          node,
          scale.map(step -> largest / step),
          own.decibels(),
          whole.decibels(),
          cosines / samples);
    }

    @Override
    public void close() {
      exact.close();
    }
  }
}
