package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Finds the nodes that lead to one rounded value, and brings them one behind the other. */
final class StepGrouping {
  private final Graph graph;
  private final Map<String, RoundedPlace> written = new HashMap<>();
  private final Map<String, RoundedPlace> weights = new HashMap<>();

  /** By the last node's name. */
  private final SequencedMap<String, List<Node>> groups = new LinkedHashMap<>();

  StepGrouping(Graph graph, Collection<RoundedPlace> places) {
    this.graph = graph;
    for (RoundedPlace place : places) {
      (place.calibration().isWeight() ? weights : written).put(place.value(), place);
    }
    Map<String, Optional<Node>> ends = new HashMap<>();
    for (Node node : graph.nodes().reversed()) {
      ends.put(node.name(), end(node, ends));
    }
    for (Node node : graph.nodes()) {
      Node end = ends.getOrDefault(node.name(), Optional.empty()).orElse(node);
      groups.computeIfAbsent(end.name(), _ -> new ArrayList<>()).add(node);
    }
  }

  /** The node that writes the rounded value that a node leads to and to nothing else. */
  private Optional<Node> end(Node node, Map<String, Optional<Node>> ends) {
    if (node.outputs().stream().anyMatch(written::containsKey)) {
      return Optional.of(node);
    }
    return node.outputs().size() == 1
        ? graph
            .onlyConsumer(node.output())
            .filter(reader -> reader.inputs().contains(node.output()))
            .flatMap(reader -> ends.getOrDefault(reader.name(), Optional.empty()))
        : Optional.empty();
  }

  /** The same graph with the nodes of a step one behind the other. */
  Graph ordered() {
    return graph.withNodes(
        graph.nodes().stream()
            .flatMap(node -> groups.getOrDefault(node.name(), List.of()).stream())
            .toList());
  }

  /** All steps, those that round nothing among them. A value read otherwise names its own step. */
  List<RoundedStep> steps() {
    List<RoundedStep> steps = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<Node> group = groups.getOrDefault(node.name(), List.of());
      if (!group.isEmpty()) {
        steps.add(step(group));
      }
    }
    return steps;
  }

  private RoundedStep step(List<Node> group) {
    List<CalibrationNode> calibrations = new ArrayList<>();
    for (Node node : group) {
      node.inputs().stream()
          .distinct()
          .filter(weights::containsKey)
          .map(weights::get)
          .forEach(place -> calibrations.add(place.calibration()));
    }
    for (String output : group.getLast().outputs()) {
      RoundedPlace place = written.get(output);
      if (place != null) {
        calibrations.add(place.calibration());
      }
    }
    List<String> names = group.stream().map(Node::name).toList();
    RoundedPlace last = written.get(group.getLast().output());
    String name =
        last != null && last.forward().isPresent()
            ? last.calibration().tensor()
            : String.join("+", names);
    return new RoundedStep(name, names, calibrations);
  }
}
