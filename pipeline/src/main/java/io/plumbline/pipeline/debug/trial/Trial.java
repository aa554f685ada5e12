package io.plumbline.pipeline.debug.trial;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * A graph that rounds in some places.
 *
 * @param name in tables
 * @param rounding the places that round
 * @param touched those in which it differs from what all trials have in common
 * @param numbers constants in the place of the float graph's, by name
 * @param params of values in the place of their own, by the name of the place
 */
public record Trial(
    String name,
    List<CalibrationNode> rounding,
    List<CalibrationNode> touched,
    Map<String, Tensor> numbers,
    Map<String, QuantParams> params) {
  public Trial {
    rounding = List.copyOf(rounding);
    touched = List.copyOf(touched);
    numbers = Map.copyOf(numbers);
    params = Map.copyOf(params);
  }

  /** Places that round while all others do not. */
  public Trial(String name, List<CalibrationNode> rounding) {
    this(name, rounding, rounding, Map.of(), Map.of());
  }

  /** All places round but for some. */
  public static Trial without(
      String name, CalibratedGraph graph, List<CalibrationNode> left, Map<String, Tensor> numbers) {
    List<CalibrationNode> rounding = new ArrayList<>(graph.calibrations());
    rounding.removeAll(left);
    return new Trial(name, rounding, left, numbers, Map.of());
  }

  /** The graph of it. */
  public Graph of(CalibratedGraph graph) {
    return graph.with(rounding, numbers, params);
  }

  /** What tells it from other trials: the places. */
  public String key() {
    return rounding.stream().map(CalibrationNode::name).collect(Collectors.joining(","));
  }

  /** Each step, or each place, alone, in execution order. */
  public static List<Trial> alone(CalibratedGraph graph, NodeType type) {
    return switch (type) {
      case NODE ->
          graph.steps().stream()
              .filter(step -> !step.calibrations().isEmpty())
              .map(Trial::of)
              .toList();
      case WEIGHT -> places(graph, true);
      case ACTIVATION -> places(graph, false);
    };
  }

  static Trial of(RoundedStep step) {
    return new Trial(step.name(), step.calibrations());
  }

  private static List<Trial> places(CalibratedGraph graph, boolean weights) {
    SequencedSet<CalibrationNode> places = new LinkedHashSet<>();
    graph.steps().forEach(step -> places.addAll(step.calibrations()));
    return places.stream()
        .filter(place -> place.isWeight() == weights)
        .map(place -> new Trial(place.tensor(), List.of(place)))
        .toList();
  }
}
