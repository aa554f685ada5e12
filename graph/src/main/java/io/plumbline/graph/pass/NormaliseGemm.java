package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code Gemm(x, W, b, alpha, beta) ⇒ Gemm(x, alpha·W, beta·b, 1, 1)} for constant W and b. */
public final class NormaliseGemm implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Gemm gemm) || (gemm.alpha() == 1 && gemm.beta() == 1)) {
      return Optional.empty();
    }
    Optional<Tensor> weights = constant(node, 1, graph);
    Optional<Tensor> bias = constant(node, 2, graph);
    if (weights.isEmpty() || (node.hasInput(2) && bias.isEmpty())) {
      return Optional.empty();
    }
    GraphPatch patch = new GraphPatch(name());
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(1, Names.of(graph).value(node.name() + "/weights"));
    patch.constant(inputs.get(1), times(weights.get(), gemm.alpha()));
    if (bias.isPresent()) {
      inputs.set(2, Names.of(graph).value(node.name() + "/bias"));
      patch.constant(inputs.get(2), times(bias.get(), gemm.beta()));
    }
    Gemm plain = new Gemm(1, 1, gemm.transposeA(), gemm.transposeB());
    return Optional.of(patch.replace(node, node.withOp(plain).withInputs(inputs)));
  }

  private static Optional<Tensor> constant(Node node, int input, Graph graph) {
    return node.hasInput(input)
        ? graph.constant(node.input(input)).filter(tensor -> tensor.dtype() == DType.FLOAT32)
        : Optional.empty();
  }

  private static Tensor times(Tensor tensor, float factor) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Tensor.of(tensor.shape(), values);
  }
}
