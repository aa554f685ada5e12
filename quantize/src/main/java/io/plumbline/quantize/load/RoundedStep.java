package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Nodes of a float graph, one behind the other, of which only the last one's result is rounded:
 * what a device computes at once.
 *
 * @param name the names of the nodes, joined by {@code +}
 * @param nodes in execution order
 * @param calibrations of the weights that the nodes read and of the value that the last one writes
 */
public record RoundedStep(String name, List<String> nodes, List<CalibrationNode> calibrations) {
  public RoundedStep {
    nodes = List.copyOf(nodes);
    calibrations = List.copyOf(calibrations);
  }

  /**
   * What its nodes read that is neither constant nor made by one of them, in the order in which it
   * is read first.
   *
   * @param real the float graph that has them
   */
  public List<String> inputs(Graph real) {
    Set<String> inner = new LinkedHashSet<>();
    SequencedSet<String> read = new LinkedHashSet<>();
    for (String name : nodes) {
      Node node = real.node(name);
      node.reads().stream()
          .filter(value -> !inner.contains(value) && !real.isConstant(value))
          .forEach(read::add);
      inner.addAll(node.outputs());
    }
    return List.copyOf(read);
  }
}
