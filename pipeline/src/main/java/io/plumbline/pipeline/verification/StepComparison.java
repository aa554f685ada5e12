package io.plumbline.pipeline.verification;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.Subgraph;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.RealValues;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.TensorTally;
import io.plumbline.verify.compare.Tolerance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What each step of a fake-quantized model is off on its own: it reads the values of the float
 * model, rounded as the step reads them, so that no error of an earlier step is in its figure. What
 * is measured is fake quantization, which the integers of a program may miss by one.
 */
final class StepComparison implements AutoCloseable {
  private final CalibratedGraph calibrated;
  private final OrtEngine floats;
  private final RunOptions wanted;
  private final Map<String, CalibrationNode> places = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * Values that are computed at once.
   *
   * @param inputs what they are computed from
   */
  private record Step(
      List<String> inputs, Engine rounded, SequencedMap<String, TensorTally> tallies)
      implements AutoCloseable {
    @Override
    public void close() {
      rounded.close();
    }
  }

  /**
   * Opens every step.
   *
   * @param annotated the model with QuantizeLinear and DequantizeLinear
   * @param given the float model, whose weights and biases are the reference
   */
  StepComparison(Graph annotated, Graph given, Collection<Measure> measures) {
    this.calibrated = CalibratedGraph.of(annotated);
    Graph real = calibrated.real();
    calibrated.calibrations().stream()
        .filter(place -> !place.isWeight())
        .forEach(place -> places.put(calibrated.value(place), place));
    Set<String> values = new LinkedHashSet<>();
    for (RoundedStep step : calibrated.steps()) {
      step(step, real, measures)
          .ifPresent(
              each -> {
                steps.add(each);
                values.addAll(each.inputs());
                values.addAll(each.tallies().keySet());
              });
    }
    this.wanted = RunOptions.fetching(List.copyOf(values));
    this.floats = OrtEngine.openOwn(calibrated.with(List.of(), numbers(real, given), Map.of()));
  }

  /** The float model's own constants, where tuning has moved them. */
  private static Map<String, Tensor> numbers(Graph real, Graph given) {
    Map<String, Tensor> numbers = new LinkedHashMap<>();
    real.constants()
        .forEach(
            (name, own) ->
                given
                    .constant(name)
                    .filter(other -> other.dtype() == own.dtype())
                    .filter(other -> other.shape().equals(own.shape()))
                    .ifPresent(other -> numbers.put(name, other)));
    return numbers;
  }

  private Optional<Step> step(RoundedStep step, Graph real, Collection<Measure> measures) {
    Node last = real.node(step.nodes().getLast());
    List<String> outputs =
        last.outputs().stream().filter(name -> isReal(name, real)).distinct().toList();
    List<String> inputs = step.inputs(real);
    boolean whole = inputs.stream().allMatch(name -> real.tensorType(name).isPresent());
    if (outputs.isEmpty() || inputs.isEmpty() || !whole) {
      return Optional.empty();
    }
    SequencedMap<String, TensorTally> tallies = new LinkedHashMap<>();
    outputs.forEach(name -> tallies.put(name, new TensorTally(name, measures, Tolerance.DEFAULT)));
    Graph alone = Subgraph.between(calibrated.with(step.calibrations()), inputs, outputs);
    return Optional.of(new Step(inputs, OrtEngine.openOwn(alone), tallies));
  }

  private static boolean isReal(String value, Graph graph) {
    return graph.tensorType(value).filter(type -> type.dtype().isFloat()).isPresent();
  }

  List<Port> inputs() {
    return floats.inputs();
  }

  SequencedMap<String, PictureInput> pictures() {
    return floats.pictures();
  }

  /** Runs the float model whole, and each step on what it makes. */
  void run(String sample, Map<String, Tensor> inputs) {
    Map<String, Tensor> values = new HashMap<>(inputs);
    values.putAll(floats.run(inputs, wanted));
    for (Step step : steps) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      for (Port port : step.rounded().inputs()) {
        Tensor real = Objects.requireNonNull(values.get(port.name()), port.name());
        CalibrationNode place = places.get(port.name());
        fed.put(
            port.name(),
            place == null || !real.dtype().isFloat() ? real : calibrated.rounded(place, real));
      }
      SequencedMap<String, Tensor> found = step.rounded().run(fed);
      step.tallies()
          .forEach(
              (name, tally) ->
                  tally.add(
                      sample,
                      RealValues.of(Objects.requireNonNull(values.get(name))),
                      RealValues.of(Objects.requireNonNull(found.get(name)))));
    }
  }

  /** The figures of every value, in execution order. */
  List<TensorSummary> tensors() {
    return steps.stream()
        .flatMap(step -> step.tallies().values().stream())
        .map(TensorTally::summary)
        .toList();
  }

  @Override
  public void close() {
    floats.close();
    steps.forEach(Step::close);
  }
}
