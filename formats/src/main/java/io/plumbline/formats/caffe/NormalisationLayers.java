package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** BatchNorm, LRN, MVN and Normalize. */
final class NormalisationLayers {
  private enum Region {
    ACROSS_CHANNELS,
    WITHIN_CHANNEL
  }

  private NormalisationLayers() {}

  /** Learned are sums of means and variances, and the factor both are multiples of. */
  static List<Blob> batchNorm(LayerScope scope) {
    TextMessage parameters = scope.parameters("batch_norm_param");
    Blob bottom = scope.bottom();
    if (!parameters.flag("use_global_stats", true)) {
      throw scope.unsupported(
          "statistics of the batch at hand are not computed", "set use_global_stats: true");
    }
    if (bottom.rank() < 2) {
      throw scope.bad("a bottom of %s has no channels".formatted(bottom.shape()), "feed more axes");
    }
    long channels = bottom.dim(1);
    float factor = scope.weightTensor(2, "moving average factor", 1).getFloat(0);
    float inverse = factor == 0 ? 0 : 1 / factor;
    boolean affine = parameters.flag("scale_bias", false);
    String mean =
        scope.constant("mean", multiplied(scope.weightTensor(0, "mean", channels), inverse));
    String variance =
        scope.constant(
            "variance", multiplied(scope.weightTensor(1, "variance", channels), inverse));
    return List.of(
        scope.node(
            "BatchNormalization",
            bottom.shape(),
            Attributes.number("epsilon", parameters.number("eps", 1e-5)),
            bottom.value(),
            affine
                ? scope.weight(3, "scale", channels)
                : scope.constant("scale", filled(channels, 1)),
            affine
                ? scope.weight(4, "bias", channels)
                : scope.constant("bias", filled(channels, 0)),
            mean,
            variance));
  }

  private static Tensor multiplied(Tensor tensor, float factor) {
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return Tensor.of(tensor.shape(), values);
  }

  private static Tensor filled(long count, float value) {
    float[] values = new float[Math.toIntExact(count)];
    Arrays.fill(values, value);
    return Tensor.of(Shape.of(count), values);
  }

  /** x / (k + α/n Σx²)^β over n neighbouring channels, or over n×n neighbours in the plane. */
  static List<Blob> localResponse(LayerScope scope) {
    TextMessage parameters = scope.parameters("lrn_param");
    long size = scope.count(parameters, "local_size", 5);
    if (size % 2 == 0) {
      throw scope.bad("'local_size' is %d, which is even".formatted(size), "make it odd");
    }
    float alpha = parameters.number("alpha", 1);
    float beta = parameters.number("beta", 0.75);
    Blob bottom = scope.bottom();
    return switch (parameters.choice("norm_region", Region.ACROSS_CHANNELS)) {
      case ACROSS_CHANNELS ->
          List.of(
              scope.node(
                  "LRN",
                  bottom.shape(),
                  Attributes.number("alpha", alpha)
                      .and(Attributes.number("beta", beta))
                      .and(Attributes.number("bias", parameters.number("k", 1)))
                      .and(Attributes.integer("size", size)),
                  bottom.value()));
      case WITHIN_CHANNEL -> List.of(withinChannel(scope, bottom, size, alpha, beta));
    };
  }

  private static Blob withinChannel(
      LayerScope scope, Blob bottom, long size, float alpha, float beta) {
    if (bottom.rank() != 4) {
      throw scope.bad(
          "a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape it");
    }
    long[] around = {size / 2, size / 2};
    Blob squares =
        scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), bottom.value());
    Blob means =
        scope.node(
            "AveragePool",
            bottom.shape(),
            Attributes.integers("kernel_shape", size, size)
                .and(Attributes.integers("pads", Spatial.bothEnds(around)))
                .and(Attributes.integer("count_include_pad", 1)),
            squares.value());
    Blob inner = ArithmeticLayers.shifted(scope, ArithmeticLayers.scaled(scope, means, alpha), 1);
    Blob divisor =
        scope.node(
            "Pow", bottom.shape(), Attributes.NONE, inner.value(), scope.number("power", -beta));
    return scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), divisor.value());
  }

  /** (x − mean) / (√variance + ε) over the plane, or over channels and plane. */
  static List<Blob> meanVariance(LayerScope scope) {
    TextMessage parameters = scope.parameters("mvn_param");
    Blob bottom = scope.bottom();
    int first = parameters.flag("across_channels", false) ? 1 : 2;
    if (bottom.rank() <= first) {
      throw scope.bad(
          "a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape it");
    }
    Blob mean = reduced(scope, "ReduceMean", bottom, first);
    Blob centred = scope.node("Sub", bottom.shape(), Attributes.NONE, bottom.value(), mean.value());
    if (!parameters.flag("normalize_variance", true)) {
      return List.of(centred);
    }
    Blob squares =
        scope.node("Mul", bottom.shape(), Attributes.NONE, centred.value(), centred.value());
    Blob variance = reduced(scope, "ReduceMean", squares, first);
    Blob deviation = scope.node("Sqrt", variance.shape(), Attributes.NONE, variance.value());
    Blob divisor = ArithmeticLayers.shifted(scope, deviation, parameters.number("eps", 1e-9));
    return List.of(
        scope.node("Div", bottom.shape(), Attributes.NONE, centred.value(), divisor.value()));
  }

  /** A reduction over all axes from one on, which stay with extent 1. */
  private static Blob reduced(LayerScope scope, String type, Blob blob, int first) {
    Shape shape = blob.shape();
    for (int axis = first; axis < blob.rank(); axis++) {
      shape = shape.with(axis, 1);
    }
    return scope.node(
        type,
        shape,
        Attributes.integers("axes", LongStream.range(first, blob.rank()).toArray())
            .and(Attributes.integer("keepdims", 1)),
        blob.value());
  }

  /** Learned scale · x / √(Σx² + ε), the sum over the channels or over channels and plane. */
  static List<Blob> normalize(LayerScope scope) {
    TextMessage parameters = scope.parameters("norm_param");
    Blob bottom = scope.bottom();
    if (bottom.rank() != 4) {
      throw scope.bad(
          "a bottom of %s; 4 axes are expected".formatted(bottom.shape()), "reshape it");
    }
    Blob squares =
        scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), bottom.value());
    boolean across = parameters.flag("across_spatial", true);
    long[] axes = across ? new long[] {1, 2, 3} : new long[] {1};
    Shape shape = bottom.shape().with(1, 1);
    Blob sum =
        scope.node(
            "ReduceSum",
            across ? shape.with(2, 1).with(3, 1) : shape,
            Attributes.integer("keepdims", 1),
            squares.value(),
            scope.integers("axes", axes));
    Blob positive = ArithmeticLayers.shifted(scope, sum, parameters.number("eps", 1e-10));
    Blob norm = scope.node("Sqrt", positive.shape(), Attributes.NONE, positive.value());
    Blob unit = scope.node("Div", bottom.shape(), Attributes.NONE, bottom.value(), norm.value());
    long scales = parameters.flag("channel_shared", true) ? 1 : bottom.dim(1);
    String scale = scope.weight(0, "scale", scales, 1, 1);
    return List.of(scope.node("Mul", bottom.shape(), Attributes.NONE, unit.value(), scale));
  }
}
