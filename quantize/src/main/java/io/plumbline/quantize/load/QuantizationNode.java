package io.plumbline.quantize.load;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
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
 * @param scale one element, or one for each channel
 * @param zeroPoint of the integers' dtype; empty for 0
 */
record QuantizationNode(
    Node node, boolean quantizes, int axis, Tensor scale, Optional<Tensor> zeroPoint) {
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "com.microsoft");

  /** The node as such; empty for other nodes and for scales that are computed. */
  static Optional<QuantizationNode> of(Node node, Graph graph) {
    boolean quantizes = isA(node, "QuantizeLinear");
    if (!quantizes && !isA(node, "DequantizeLinear")) {
      return Optional.empty();
    }
    Optional<Tensor> scale = graph.constant(node.input(1));
    Optional<Tensor> zeroPoint =
        node.hasInput(2) ? graph.constant(node.input(2)) : Optional.empty();
    if (scale.isEmpty() || (node.hasInput(2) && zeroPoint.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new QuantizationNode(node, quantizes, axis(node), scale.get(), zeroPoint));
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

  /** The dtype of the integers: the zero point's, uint8 where ONNX leaves it to the default. */
  DType integers(Graph graph) {
    if (zeroPoint.isPresent()) {
      return zeroPoint.get().dtype();
    }
    return graph
        .constant(node.input(0))
        .map(Tensor::dtype)
        .filter(dtype -> !dtype.isFloat())
        .orElse(DType.UINT8);
  }

  boolean isPerTensor() {
    return scale.elements() == 1;
  }

  /** Whether another node has the same numbers. */
  boolean agreesWith(QuantizationNode other) {
    return Arrays.equals(scale.toFloats(), other.scale.toFloats())
        && Arrays.equals(zeroPoints(), other.zeroPoints());
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
   * @return empty for other dtypes than these two
   */
  Optional<QuantParams> asInt8(DType integers, int rank) {
    int shift = integers == DType.UINT8 ? 128 : 0;
    if (integers != DType.UINT8 && integers != DType.INT8) {
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

  private int channel(int element, Tensor tensor) {
    if (isPerTensor()) {
      return 0;
    }
    int positive = axis < 0 ? axis + tensor.shape().rank() : axis;
    long inner = tensor.shape().strides()[positive];
    return (int) (element / inner % tensor.shape().dim(positive));
  }
}
