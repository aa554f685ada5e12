package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.Op;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code BatchNormalization(Conv(x, W, b)) ⇒ Conv(x, W', b')} with W' = W·s and b' = (b − mean)·s +
 * bias, where s = scale / √(variance + ε) per output channel; likewise after ConvTranspose and
 * Gemm. Computed in double, rounded once.
 */
public final class FoldBatchNormalization implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof BatchNormalization op)) {
      return Optional.empty();
    }
    Optional<Node> product =
        graph.producer(node.input(0)).filter(p -> graph.onlyConsumer(p.output()).isPresent());
    Optional<Affine> affine = affine(node, op, graph);
    if (product.isEmpty() || affine.isEmpty()) {
      return Optional.empty();
    }
    Optional<Tensor> weights = graph.constant(product.get().input(1));
    boolean constantBias = !product.get().hasInput(2) || graph.isConstant(product.get().input(2));
    if (weights.isEmpty() || !constantBias) {
      return Optional.empty();
    }
    return axis(product.get(), weights.get(), affine.get())
        .map(axis -> fold(node, product.get(), axis, weights.get(), affine.get(), graph));
  }

  /** y = x·scale + shift, per channel. */
  private record Affine(List<Double> scale, List<Double> shift) {}

  private static Optional<Affine> affine(Node node, BatchNormalization op, Graph graph) {
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
    return Optional.of(new Affine(scale, shift));
  }

  /** The weights' output-channel axis, where the product is one that can take the factors. */
  private static Optional<Integer> axis(Node product, Tensor weights, Affine affine) {
    int channels = affine.scale().size();
    int axis =
        switch (product.op()) {
          case Conv conv -> 0;
          case ConvTranspose conv -> conv.group() == 1 ? 1 : -1;
          case Gemm gemm ->
              gemm.alpha() == 1 && gemm.beta() == 1 && !gemm.transposeA()
                  ? gemm.transposeB() ? 0 : 1
                  : -1;
          case Op other -> -1;
        };
    return axis >= 0 && weights.shape().dim(axis) == channels
        ? Optional.of(axis)
        : Optional.empty();
  }

  private static GraphPatch fold(
      Node node, Node product, int axis, Tensor weights, Affine affine, Graph graph) {
    String weightName = product.input(1) + "/folded/" + node.name();
    String biasName = node.name() + "/bias";
    Node folded =
        new Node(
            product.name(),
            product.op(),
            List.of(product.input(0), weightName, biasName),
            node.outputs(),
            Stream.concat(product.origins().stream(), node.origins().stream()).toList());
    return new GraphPatch("FoldBatchNormalization")
        .remove(node)
        .replace(product, folded)
        .constant(weightName, scaled(weights, axis, affine.scale()))
        .constant(biasName, bias(product, affine, graph));
  }

  private static Tensor scaled(Tensor weights, int axis, List<Double> factors) {
    float[] values = weights.toFloats();
    long inner = weights.shape().strides()[axis];
    int extent = factors.size();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factors.get((int) (i / inner % extent)));
    }
    return Tensor.of(weights.shape(), values);
  }

  private static Tensor bias(Node product, Affine affine, Graph graph) {
    int channels = affine.scale().size();
    Optional<Tensor> old =
        product.hasInput(2) ? graph.constant(product.input(2)) : Optional.empty();
    float[] values = new float[channels];
    for (int c = 0; c < channels; c++) {
      int index = c;
      double before = old.map(bias -> bias.getDouble(bias.elements() == 1 ? 0 : index)).orElse(0.0);
      values[c] = (float) (before * affine.scale().get(c) + affine.shift().get(c));
    }
    return Tensor.of(Shape.of(channels), values);
  }
}
