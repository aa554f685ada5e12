package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.Gemm;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * A bias in the steps of its accumulator: {@code round_half_even(b / (s_x · s_w[c]))}, computed in
 * double.
 *
 * @param constant name of the float32 bias
 * @param integers int32, one for each channel
 * @param scales float32, {@code s_x · s_w[c]}
 */
record IntegerBias(String constant, Tensor integers, Tensor scales) {
  /**
   * The bias of a convolution, or of a Gemm without factors, whose input and weights are planned.
   */
  static Optional<IntegerBias> of(Node node, Graph graph, QuantPlan plan) {
    boolean plain =
        node.op() instanceof Conv
            || node.op() instanceof ConvTranspose
            || (node.op() instanceof Gemm gemm && gemm.alpha() == 1 && gemm.beta() == 1);
    if (!plain || !node.hasInput(2)) {
      return Optional.empty();
    }
    Optional<QuantParams> input = plan.activation(node.input(0)).map(TensorPlan::params);
    Optional<QuantParams> weights = plan.weight(node.input(1)).map(TensorPlan::params);
    return input.isPresent() && weights.isPresent()
        ? graph
            .constant(node.input(2))
            .filter(bias -> bias.shape().rank() == 1)
            .flatMap(bias -> of(node.input(2), bias, input.get(), weights.get()))
        : Optional.empty();
  }

  private static Optional<IntegerBias> of(
      String name, Tensor bias, QuantParams input, QuantParams weights) {
    int channels = bias.shape().intDim(0);
    if (channels % weights.channels() != 0) {
      return Optional.empty();
    }
    int[] integers = new int[channels];
    float[] scales = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      double unit = (double) input.scale() * weights.scale(channel % weights.channels());
      double rounded = Math.rint(bias.getDouble(channel) / unit);
      scales[channel] = (float) unit;
      if (!(Math.abs(rounded) <= Integer.MAX_VALUE) || !(scales[channel] > 0)) {
        return Optional.empty();
      }
      integers[channel] = (int) rounded;
    }
    Shape shape = Shape.of(channels);
    return Optional.of(new IntegerBias(name, Tensor.of(shape, integers), Tensor.of(shape, scales)));
  }
}
