package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * {@code MatMul(x, W) + b ⇒ Gemm(x, W, b)} for a matrix x, a constant matrix W [K,N] and a constant
 * b [N] or [1,N].
 */
public final class FuseMatMulAdd implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.ADD) {
      return Optional.empty();
    }
    return fuse(node, 0, graph).or(() -> fuse(node, 1, graph));
  }

  private Optional<GraphPatch> fuse(Node node, int productInput, Graph graph) {
    Optional<Node> product =
        graph.producer(node.input(productInput)).filter(p -> p.op() instanceof MatMul);
    String bias = node.input(1 - productInput);
    if (product.isEmpty() || !isMatrix(product.get().input(0), graph)) {
      return Optional.empty();
    }
    Optional<Tensor> weights = graph.constant(product.get().input(1));
    boolean fits =
        weights
            .filter(w -> w.dtype() == DType.FLOAT32 && w.shape().rank() == 2)
            .flatMap(w -> graph.constant(bias).filter(b -> isRow(b, w.shape().dim(1))))
            .isPresent();
    return fits
        ? new Fusion(graph, node)
            .and(product.get())
            .into(
                name(),
                new Gemm(1, 1, false, false),
                List.of(product.get().input(0), product.get().input(1), bias))
        : Optional.empty();
  }

  private static boolean isMatrix(String value, Graph graph) {
    return graph.tensorType(value).stream().anyMatch(type -> type.rank() == 2);
  }

  private static boolean isRow(Tensor bias, long columns) {
    int rank = bias.shape().rank();
    return bias.elements() == columns
        && (rank == 1 || (rank == 2 && bias.shape().dim(1) == columns));
  }
}
