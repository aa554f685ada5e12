package io.plumbline.quantize.demand;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.ComparisonOperator;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * Tells comparisons of real numbers that put them on one side of a threshold or the other: with
 * 8-bit steps all numbers up to half a step away from it change sides. What Equal compares are
 * positions.
 */
public final class Thresholds {
  /** Nodes between a number and the function of it that a rectifier has on its other side. */
  private static final int STEPS = 4;

  private Thresholds() {}

  /**
   * Whether a node compares a value with constants, whose side it can tell best from float32.
   *
   * @param value one that the node reads
   */
  public static boolean isComparedWithConstants(Node node, String value, Graph graph) {
    return isOrder(node)
        && node.inputs().stream().anyMatch(graph::isConstant)
        && isFloat32(value, graph)
        && !isBend(node, graph);
  }

  /** The values of which a node tells the sides; none of a node that does something else. */
  static List<String> values(Node node, Graph graph) {
    boolean sides = isOrder(node) && node.inputs().stream().anyMatch(v -> isFloat32(v, graph));
    return sides && !isBend(node, graph) ? node.inputs() : List.of();
  }

  private static boolean isOrder(Node node) {
    return node.op() instanceof Comparison(ComparisonOperator o) && o != ComparisonOperator.EQUAL;
  }

  private static boolean isFloat32(String value, Graph graph) {
    return graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
  }

  /**
   * Whether a node only tells where a function of one number bends at 0, as rectifiers do: {@code x
   * > 0 ? x : f(x)}. Next to the bend both sides are nearly alike.
   */
  private static boolean isBend(Node node, Graph graph) {
    boolean atZero = isZero(node.input(1), graph) || isZero(node.input(0), graph);
    String value = isZero(node.input(1), graph) ? node.input(0) : node.input(1);
    List<Node> readers = graph.consumers(node.output());
    return atZero
        && !readers.isEmpty()
        && !graph.outputs().contains(node.output())
        && readers.stream().allMatch(reader -> bends(reader, value, graph));
  }

  private static boolean bends(Node reader, String value, Graph graph) {
    if (!(reader.op() instanceof Where)) {
      return false;
    }
    boolean first = reader.input(1).equals(value);
    String other = first ? reader.input(2) : reader.input(1);
    return (first || reader.input(2).equals(value))
        && (isZero(other, graph) || isMadeOf(other, value, graph, STEPS));
  }

  private static boolean isMadeOf(String value, String of, Graph graph, int steps) {
    return value.equals(of)
        || (steps > 0
            && graph.producer(value).stream()
                .flatMap(node -> node.reads().stream())
                .anyMatch(read -> isMadeOf(read, of, graph, steps - 1)));
  }

  private static boolean isZero(String value, Graph graph) {
    return graph
        .constant(value)
        .filter(tensor -> tensor.dtype() == DType.FLOAT32)
        .filter(Thresholds::isZero)
        .isPresent();
  }

  private static boolean isZero(Tensor tensor) {
    for (int i = 0; i < tensor.elements(); i++) {
      if (tensor.getFloat(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
