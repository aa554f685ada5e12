package io.plumbline.pipeline.debug.trial;

import io.plumbline.quantize.load.CalibratedGraph;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.quantize.load.RoundedStep;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Finds what users name: a node, nodes that are computed at once, a value or weights, or the
 * QuantizeLinear of either.
 */
public final class DebugNames {
  private final CalibratedGraph graph;

  public DebugNames(CalibratedGraph graph) {
    this.graph = graph;
  }

  /** The places that a name stands for. */
  public List<CalibrationNode> places(String name) {
    List<CalibrationNode> own =
        graph.calibrations().stream()
            .filter(place -> place.name().equals(name) || place.tensor().equals(name))
            .toList();
    if (!own.isEmpty()) {
      return own;
    }
    return step(name)
        .map(RoundedStep::calibrations)
        .filter(places -> !places.isEmpty())
        .orElseThrow(() -> unknown(name));
  }

  private Optional<RoundedStep> step(String name) {
    return graph.steps().stream()
        .filter(step -> step.name().equals(name) || step.nodes().contains(name))
        .findFirst();
  }

  /** All places of several names, once each. */
  public List<CalibrationNode> places(List<String> names) {
    SequencedSet<CalibrationNode> places = new LinkedHashSet<>();
    names.forEach(name -> places.addAll(places(name)));
    return List.copyOf(places);
  }

  /** What several names round together. */
  public Trial trial(List<String> names) {
    return new Trial(String.join(", ", names), places(names));
  }

  /** The value that a name stands for, as its readers get it. */
  public String value(String name) {
    return graph.real().producer(name).isPresent()
        ? name
        : step(name)
            .map(step -> graph.real().node(step.nodes().getLast()).output())
            .or(
                () ->
                    graph.calibrations().stream()
                        .filter(place -> !place.isWeight() && place.name().equals(name))
                        .map(CalibrationNode::tensor)
                        .findFirst())
            .orElseThrow(() -> unknown(name));
  }

  private BadConfigurationException unknown(String name) {
    List<String> known = new ArrayList<>();
    graph.steps().stream()
        .filter(step -> !step.calibrations().isEmpty())
        .forEach(
            step ->
                known.addAll(
                    Stream.concat(Stream.of(step.name()), step.nodes().stream()).toList()));
    graph.calibrations().forEach(place -> known.add(place.tensor()));
    return new BadConfigurationException(
        "debug.unknown-node",
        name,
        "nothing of this name is quantized in the calibrated model"
            + NearestSpelling.suggestion(name, known),
        "take a name from the table of 'plumb debug sensitivity'");
  }
}
