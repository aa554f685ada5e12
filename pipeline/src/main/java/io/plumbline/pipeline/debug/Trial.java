package io.plumbline.pipeline.debug;

import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Places that round while all others do not.
 *
 * @param name in tables
 * @param rounding the places
 */
public record Trial(String name, List<CalibrationNode> rounding) {
  public Trial {
    rounding = List.copyOf(rounding);
  }

  /** What tells it from other trials: the places. */
  String key() {
    return rounding.stream().map(CalibrationNode::name).collect(Collectors.joining(","));
  }

  /** Each step, or each place, alone, in execution order. */
  static List<Trial> alone(CalibratedGraph graph, NodeType type) {
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
