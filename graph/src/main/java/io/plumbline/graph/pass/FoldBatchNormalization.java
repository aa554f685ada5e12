package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code BatchNormalization(Conv(x, W, b)) ⇒ Conv(x, W', b')} with W' = W·s and b' = (b − mean)·s +
 * bias, where s = scale / √(variance + ε) per output channel; likewise after ConvTranspose and
 * Gemm.
 */
public final class FoldBatchNormalization implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof BatchNormalization op)) {
      return Optional.empty();
    }
    return affine(node, op, graph)
        .flatMap(affine -> affine.foldInto(node, node.input(0), graph, name()));
  }

  private static Optional<ChannelAffine> affine(Node node, BatchNormalization op, Graph graph) {
    List<Tensor> parameters =
        node.inputs().stream().skip(1).map(graph::constant).flatMap(Optional::stream).toList();
    if (parameters.size() != 4) {
      return Optional.empty();
    }
    List<Double> scale = new ArrayList<>();
    List<Double> shift = new ArrayList<>();
    for (int c = 0; c < parameters.getFirst().elements(); c++) {
      double s =
          parameters.get(0).getDouble(c)
              / StrictMath.sqrt(parameters.get(3).getDouble(c) + op.epsilon());
      scale.add(s);
      shift.add(parameters.get(1).getDouble(c) - parameters.get(2).getDouble(c) * s);
    }
    return Optional.of(new ChannelAffine(scale, shift));
  }
}
