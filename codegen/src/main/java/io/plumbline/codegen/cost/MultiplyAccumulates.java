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
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Counts the multiplications followed by an addition that products of tensors are made of. */
public final class MultiplyAccumulates {
  private static final Set<String> STANDARD = Set.of("", "ai.onnx");

  /** Standard ops that are products of tensors. */
  private static final Set<String> PRODUCTS =
      Set.of(
          "Attention",
          "Conv",
          "ConvInteger",
          "ConvTranspose",
          "DeformConv",
          "Einsum",
          "GRU",
          "Gemm",
          "LSTM",
          "MatMul",
          "MatMulInteger",
          "QLinearConv",
          "QLinearMatMul",
          "RNN");

  private MultiplyAccumulates() {}

  /**
   * Of one node; 0 for nodes that are no product of tensors, and for those {@link #uncounted}.
   *
   * @param graph with static types
   */
  public static long of(Node node, Graph graph) {
    return counted(node, graph).orElse(0);
  }

  /** Of all nodes. */
  public static long of(Graph graph) {
    return graph.nodes().stream().mapToLong(node -> of(node, graph)).sum();
  }

  /**
   * Nodes whose work nobody can tell here: what sub-graphs hold, ops of domains beside ONNX's own
   * that are none of those known, and products whose shapes are not known.
   */
  public static List<Node> uncounted(Graph graph) {
    return graph.nodes().stream().filter(node -> counted(node, graph).isEmpty()).toList();
  }

  private static OptionalLong counted(Node node, Graph graph) {
    if (Stream.concat(node.reads().stream(), node.outputs().stream())
        .anyMatch(value -> graph.tensorType(value).filter(type -> !type.isStatic()).isPresent())) {
      boolean plain =
          node.op() instanceof OpaqueOp op ? isPlain(op) : !PRODUCTS.contains(node.op().type());
      return plain ? OptionalLong.of(0) : OptionalLong.empty();
    }
    return switch (node.op()) {
      case Conv conv -> OptionalLong.of(convolution(node, 1, graph));
      case ConvTranspose conv -> OptionalLong.of(transposed(node, graph));
      case Gemm gemm -> OptionalLong.of(product(node, gemm.transposeA(), graph));
      case MatMul matMul -> OptionalLong.of(product(node, false, graph));
      case Recurrent layer -> OptionalLong.of(recurrent(node, graph));
      case OpaqueOp opaque -> counted(opaque, node, graph);
      default -> OptionalLong.of(0);
    };
  }

  /** Ops in the forms that runtimes and exporters fuse and quantize them to, and opaque ones. */
  private static OptionalLong counted(OpaqueOp op, Node node, Graph graph) {
    Stream<String> known =
        Stream.concat(node.reads().stream(), node.outputs().stream())
            .filter(value -> !value.equals(Node.ABSENT));
    if (!known.allMatch(value -> graph.tensorType(value).isPresent())) {
      return isPlain(op) ? OptionalLong.of(0) : OptionalLong.empty();
    }
    return switch (op.type()) {
      case "Conv", "FusedConv", "ConvInteger", "DeformConv" ->
          OptionalLong.of(convolution(node, 1, graph));
      case "QLinearConv" -> OptionalLong.of(convolution(node, 3, graph));
      case "ConvTranspose" -> OptionalLong.of(transposed(node, graph));
      case "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "MatMulInteger", "QLinearMatMul" ->
          OptionalLong.of(product(node, op.intAttribute("transA", 0) != 0, graph));
      case "LSTM", "GRU", "RNN" -> OptionalLong.of(recurrent(node, graph));
      default -> isPlain(op) ? OptionalLong.of(0) : OptionalLong.empty();
    };
  }

  /** Whether an op whose type is none of the products known can be no product of tensors. */
  private static boolean isPlain(OpaqueOp op) {
    return STANDARD.contains(op.domain()) && op.inner().isEmpty() && !PRODUCTS.contains(op.type());
  }

  private static long convolution(Node node, int weights, Graph graph) {
    return elements(node.output(), graph) * perFilter(node.input(weights), graph);
  }

  private static long transposed(Node node, Graph graph) {
    return elements(node.input(0), graph) * perFilter(node.input(1), graph);
  }

  /** Every element of the result is a sum over the inner extent. */
  private static long product(Node node, boolean transposeA, Graph graph) {
    Shape left = shape(node.input(0), graph);
    int inner = transposeA ? left.rank() - 2 : left.rank() - 1;
    return elements(node.output(), graph) * left.dim(inner);
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

  /** Every weight of W and R once for each step and sample. */
  private static long recurrent(Node node, Graph graph) {
    Shape sequence = shape(node.input(0), graph);
    return sequence.dim(0)
        * sequence.dim(1)
        * (elements(node.input(1), graph) + elements(node.input(2), graph));
  }
}
