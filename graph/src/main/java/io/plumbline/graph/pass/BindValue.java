package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Fixes a switch among the inputs, such as a sampling rate that chooses between two networks. The
 * input stays in the interface and is read no more.
 */
public final class BindValue {
  private BindValue() {}

  /** The constants of one element that nodes of the graph compare an integer input with. */
  public static List<Tensor> compared(Graph graph, String input) {
    boolean number =
        graph
            .tensorType(input)
            .filter(type -> !type.dtype().isFloat())
            .filter(TensorType::isStatic)
            .filter(type -> type.shape().elements() == 1)
            .isPresent();
    return number
        ? graph.consumers(input).stream()
            .filter(node -> node.op().equals(new Comparison(ComparisonOperator.EQUAL)))
            .flatMap(node -> node.inputs().stream())
            .map(graph::constant)
            .flatMap(Optional::stream)
            .filter(tensor -> tensor.elements() == 1)
            .toList()
        : List.of();
  }

  /** The graph whose nodes read the number in place of the input. */
  public static Graph apply(Graph graph, String input, Tensor number) {
    String constant = input + "_compiled";
    SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.put(constant, number.reshape(graph.tensorType(input).orElseThrow().shape()));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          node.withInputs(
              node.inputs().stream().map(read -> read.equals(input) ? constant : read).toList()));
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        nodes,
        constants,
        graph.types());
  }
}
