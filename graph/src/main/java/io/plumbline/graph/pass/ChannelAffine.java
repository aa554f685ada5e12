package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.Op;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * y = x·scale + shift with one pair per output channel, and how Conv, ConvTranspose and Gemm take
 * it into their constants: W' = W·scale, b' = b·scale + shift, computed in double and rounded once.
 */
record ChannelAffine(List<Double> scale, List<Double> shift) {
  ChannelAffine {
    scale = List.copyOf(scale);
    shift = List.copyOf(shift);
  }

  /**
   * The edit that lets the product before a node do the node's work; empty where the product is of
   * another kind, is read elsewhere, or has operands that are not constant float32.
   */
  Optional<GraphPatch> foldInto(Node node, String input, Graph graph, String reason) {
    Optional<Node> product =
        graph.producer(input).filter(p -> graph.onlyConsumer(p.output()).isPresent());
    if (product.isEmpty() || product.get().inputs().size() < 2) {
      return Optional.empty();
    }
    Optional<Tensor> weights = constant(product.get(), 1, graph);
    Optional<Tensor> bias = constant(product.get(), 2, graph);
    if (product.get().op() instanceof BatchNormalization) {
      return weights
          .filter(w -> w.elements() == scale.size())
          .flatMap(w -> bias)
          .map(b -> fold(node, product.get(), 0, weights.get(), bias, new Place(graph, reason)));
    }
    if (weights.isEmpty() || (product.get().hasInput(2) && bias.isEmpty())) {
      return Optional.empty();
    }
    int axis = axis(product.get().op());
    boolean fits =
        axis >= 0
            && weights.get().shape().dim(axis) == scale.size()
            && bias.map(this::isPerChannel).orElse(true);
    return fits
        ? Optional.of(
            fold(node, product.get(), axis, weights.get(), bias, new Place(graph, reason)))
        : Optional.empty();
  }

  private static Optional<Tensor> constant(Node node, int input, Graph graph) {
    return node.hasInput(input)
        ? graph.constant(node.input(input)).filter(tensor -> tensor.dtype() == DType.FLOAT32)
        : Optional.empty();
  }

  private boolean isPerChannel(Tensor bias) {
    return bias.elements() == 1
        || (bias.elements() == scale.size() && bias.shape().dim(-1) == scale.size());
  }

  /** The weights' output-channel axis, or −1 where the product cannot take the factors. */
  private static int axis(Op product) {
    return switch (product) {
      case Conv conv -> 0;
      case ConvTranspose conv when conv.group() == 1 -> 1;
      case Gemm gemm when gemm.alpha() == 1 && gemm.beta() == 1 -> gemm.transposeB() ? 0 : 1;
      case Op other -> -1;
    };
  }

  /** Where the fold happens and for whom. */
  private record Place(Graph graph, String reason) {}

  private GraphPatch fold(
      Node node, Node product, int axis, Tensor weights, Optional<Tensor> bias, Place place) {
    String weightName = Names.of(place.graph()).value(node.name() + "/weights");
    String biasName = Names.of(place.graph()).value(node.name() + "/bias");
    List<String> inputs = new ArrayList<>(List.of(product.input(0), weightName, biasName));
    inputs.addAll(
        product.inputs().subList(Math.min(3, product.inputs().size()), product.inputs().size()));
    Node folded =
        new Node(
            product.name(),
            product.op(),
            inputs,
            node.outputs(),
            Stream.concat(product.origins().stream(), node.origins().stream()).toList());
    return new GraphPatch(place.reason())
        .remove(node)
        .replace(product, folded)
        .constant(weightName, scaled(weights, axis))
        .constant(biasName, shifted(bias));
  }

  private Tensor scaled(Tensor weights, int axis) {
    float[] values = weights.toFloats();
    long inner = weights.shape().strides()[axis];
    int extent = scale.size();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * scale.get((int) (i / inner % extent)));
    }
    return Tensor.of(weights.shape(), values);
  }

  private Tensor shifted(Optional<Tensor> bias) {
    float[] values = new float[scale.size()];
    for (int c = 0; c < values.length; c++) {
      int index = c;
      double before = bias.map(b -> b.getDouble(b.elements() == 1 ? 0 : index)).orElse(0.0);
      values[c] = (float) (before * scale.get(c) + shift.get(c));
    }
    return Tensor.of(Shape.of(values.length), values);
  }
}
