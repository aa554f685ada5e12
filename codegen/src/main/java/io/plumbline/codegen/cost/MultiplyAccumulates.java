package io.plumbline.codegen.cost;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.tensor.Shape;
import java.util.Set;

/** Counts the multiplications followed by an addition that products of tensors are made of. */
public final class MultiplyAccumulates {
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

  private MultiplyAccumulates() {}

  /**
   * Of one node; 0 for nodes that are no product of tensors, and for what sub-graphs hold.
   *
   * @param graph with static types
   */
  public static long of(Node node, Graph graph) {
    return switch (node.op()) {
      case Conv conv -> elements(node.output(), graph) * perFilter(node.input(1), graph);
      case ConvTranspose conv -> elements(node.input(0), graph) * perFilter(node.input(1), graph);
      case Gemm gemm ->
          elements(node.output(), graph)
              * shape(node.input(0), graph).dim(gemm.transposeA() ? 0 : 1);
      case MatMul matMul -> elements(node.output(), graph) * lastExtent(node.input(0), graph);
      case Recurrent layer -> recurrent(node, graph);
      case OpaqueOp opaque when RECURRENT.contains(opaque.type()) -> recurrent(node, graph);
      case OpaqueOp opaque when opaque.type().equals("Conv") ->
          elements(node.output(), graph) * perFilter(node.input(1), graph);
      default -> 0;
    };
  }

  /** Of all nodes. */
  public static long of(Graph graph) {
    return graph.nodes().stream().mapToLong(node -> of(node, graph)).sum();
  }

  private static Shape shape(String value, Graph graph) {
    return graph.tensorType(value).orElseThrow().shape();
  }

  private static long elements(String value, Graph graph) {
    return shape(value, graph).elements();
  }

  /** Weights that meet in one element: all axes of the weights but the first. */
  private static long perFilter(String weights, Graph graph) {
    Shape shape = shape(weights, graph);
    return shape.elements() / Math.max(1, shape.dim(0));
  }

  private static long lastExtent(String value, Graph graph) {
    Shape shape = shape(value, graph);
    return shape.dim(shape.rank() - 1);
  }

  /** Every weight of W and R once for each step and sample. */
  private static long recurrent(Node node, Graph graph) {
    Shape sequence = shape(node.input(0), graph);
    return sequence.dim(0)
        * sequence.dim(1)
        * (elements(node.input(1), graph) + elements(node.input(2), graph));
  }
}
