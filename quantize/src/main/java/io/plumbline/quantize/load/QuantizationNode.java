package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A QuantizeLinear or DequantizeLinear node, of the standard or of ONNX Runtime's own domain, whose
 * scale and zero point are constants.
 *
 * @param quantizes whether it goes from real numbers to integers
 * @param block how many elements along the axis share a scale; 0 for one scale, or one a channel
 * @param scale one element, one for each channel, or of the tensor's rank with one for each block
 * @param zeroPoint of the integers' dtype; empty for 0
 */
record QuantizationNode(
    Node node, boolean quantizes, int axis, long block, Tensor scale, Optional<Tensor> zeroPoint) {
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "com.microsoft");

  /**
   * The node as such; empty for other nodes, for scales that are computed, and for integers of a
   * type without dtype here.
   */
  static Optional<QuantizationNode> of(Node node, Graph graph) {
    boolean quantizes = isA(node, "QuantizeLinear");
    if (!quantizes && !isA(node, "DequantizeLinear")) {
      return Optional.empty();
    }
    Optional<Tensor> scale = graph.constant(node.input(1));
    Optional<Tensor> zeroPoint =
        node.hasInput(2) ? graph.constant(node.input(2)) : Optional.empty();
    boolean known =
        zeroPoint.isPresent()
            || (!node.hasInput(2) && (!quantizes || integersOf(node).isPresent()));
    return scale.isEmpty() || !known
        ? Optional.empty()
        : Optional.of(
            new QuantizationNode(node, quantizes, axis(node), block(node), scale.get(), zeroPoint));
  }

  private static boolean isA(Node node, String type) {
    return node.op().type().equals(type)
        && (!(node.op() instanceof OpaqueOp opaque) || DOMAINS.contains(opaque.domain()));
  }

  private static int axis(Node node) {
    return switch (node.op()) {
      case QuantizeLinear(int axis) -> axis;
      case DequantizeLinear(int axis) -> axis;
      case OpaqueOp opaque
          when opaque.attributes().get("axis") instanceof Attribute.IntValue(long axis) ->
          Math.toIntExact(axis);
      default -> 1;
    };
  }

  private static long block(Node node) {
    return node.op() instanceof OpaqueOp opaque ? opaque.intAttribute("block_size", 0) : 0;
  }

  /** What a QuantizeLinear without zero point makes; uint8 where it does not say. */
  private static Optional<DType> integersOf(Node node) {
    long named = node.op() instanceof OpaqueOp opaque ? opaque.intAttribute("output_dtype", 0) : 0;
    return named == 0 ? Optional.of(DType.UINT8) : ElementType.dtype(named);
  }

  /** The dtype of the integers: the zero point's, else what attribute or default say. */
  DType integers(Graph graph) {
    if (zeroPoint.isPresent()) {
      return zeroPoint.get().dtype();
    }
    return graph
        .constant(node.input(0))
        .map(Tensor::dtype)
        .filter(dtype -> !dtype.isFloat())
        .or(() -> integersOf(node))
        .orElseThrow();
  }

  boolean isPerTensor() {
    return scale.elements() == 1;
  }

  boolean isBlocked() {
    return block > 0;
  }

  /** Whether every scale is a step that integers can count in. */
  boolean hasPositiveScales() {
    for (float step : scale.toFloats()) {
      if (!(step > 0 && Float.isFinite(step))) {
        return false;
      }
    }
    return true;
  }

  /** Whether another node has the same numbers. */
  boolean agreesWith(QuantizationNode other) {
    return block == other.block
        && Arrays.equals(scale.toFloats(), other.scale.toFloats())
        && Arrays.equals(zeroPoints(), other.zeroPoints());
  }

  /** Whether the integers of another have the same numbers and the same ends. */
  boolean limitsAs(QuantizationNode other, Graph graph) {
    return agreesWith(other) && integers(graph) == other.integers(graph) && axis == other.axis;
  }

  /** The least and the largest real number that an integer stands for, of any channel. */
  Interval range(Graph graph) {
    float[] lows = ends(integers(graph).minimum());
    float[] highs = ends(integers(graph).maximum());
    Interval range = new Interval(lows[0], highs[0]);
    for (int channel = 1; channel < lows.length; channel++) {
      range = range.hull(new Interval(lows[channel], highs[channel]));
    }
    return range;
  }

  /** What an integer stands for, for each scale. */
  float[] ends(int integer) {
    float[] reals = scale.toFloats();
    int[] zeroPoints = zeroPoints();
    for (int channel = 0; channel < reals.length; channel++) {
      reals[channel] *= (float) ((long) integer - zeroPoints[channel]);
    }
    return reals;
  }

  /** The largest scale. */
  float largestStep() {
    float largest = 0;
    for (float step : scale.toFloats()) {
      largest = Math.max(largest, step);
    }
    return largest;
  }

  /** One for each scale. */
  int[] zeroPoints() {
    return zeroPoint
        .map(Tensor::toInts)
        .orElseGet(() -> new int[Math.toIntExact(scale.elements())]);
  }

  /**
   * The same numbers as int8: uint8 moves by 128.
   *
   * @param rank of the tensor, for axes that count from the end
   * @return empty for other dtypes than these two, and for scales of blocks
   */
  Optional<QuantParams> asInt8(DType integers, int rank) {
    int shift = integers == DType.UINT8 ? 128 : 0;
    if (isBlocked() || (integers != DType.UINT8 && integers != DType.INT8)) {
      return Optional.empty();
    }
    int[] zeroPoints = Arrays.stream(zeroPoints()).map(zero -> zero - shift).toArray();
    return Optional.of(
        isPerTensor()
            ? QuantParams.perTensor(DType.INT8, scale.toFloats()[0], zeroPoints[0])
            : QuantParams.perChannel(
                DType.INT8, scale.toFloats(), zeroPoints, axis < 0 ? axis + rank : axis));
  }

  /** The real numbers of integers: {@code (q − zero)·scale} in float32. */
  Tensor dequantize(Tensor integers) {
    float[] scales = scale.toFloats();
    int[] zeroPoints = zeroPoints();
    float[] real = new float[Math.toIntExact(integers.elements())];
    for (int i = 0; i < real.length; i++) {
      int channel = channel(i, integers);
      real[i] = (integers.getLong(i) - zeroPoints[channel]) * scales[channel];
    }
    return Tensor.of(integers.shape(), real);
  }

  /** What a pair of this makes of real numbers: rounded half to even, limited to the integers. */
  Tensor fakeQuantize(Tensor real, DType integers) {
    float[] scales = scale.toFloats();
    int[] zeroPoints = zeroPoints();
    float[] result = real.toFloats();
    for (int i = 0; i < result.length; i++) {
      int channel = channel(i, real);
      double integer = Math.rint(result[i] / scales[channel]) + zeroPoints[channel];
      double limited = Math.clamp(integer, integers.minimum(), integers.maximum());
      result[i] = (float) (limited - zeroPoints[channel]) * scales[channel];
    }
    return Tensor.of(real.shape(), result);
  }

  private int channel(int element, Tensor tensor) {
    if (isPerTensor()) {
      return 0;
    }
    int positive = axis < 0 ? axis + tensor.shape().rank() : axis;
    long inner = tensor.shape().strides()[positive];
    long extent = tensor.shape().dim(positive);
    long along = element / inner % extent;
    if (!isBlocked()) {
      return (int) along;
    }
    long blocks = scale.shape().dim(positive);
    return (int) ((element / inner / extent * blocks + along / block) * inner + element % inner);
  }
}
