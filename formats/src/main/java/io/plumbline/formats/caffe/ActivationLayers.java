package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import java.util.Arrays;
import java.util.List;

/** Layers that map every number by itself, and Softmax. */
final class ActivationLayers {
  private ActivationLayers() {}

  private static List<Blob> unary(LayerScope scope, String type, Attributes attributes) {
    Blob bottom = scope.bottom();
    return List.of(scope.node(type, bottom.shape(), attributes, bottom.value()));
  }

  static List<Blob> absolute(LayerScope scope) {
    return unary(scope, "Abs", Attributes.NONE);
  }

  static List<Blob> sigmoid(LayerScope scope) {
    return unary(scope, "Sigmoid", Attributes.NONE);
  }

  static List<Blob> tanh(LayerScope scope) {
    return unary(scope, "Tanh", Attributes.NONE);
  }

  /** BNLL: log(1 + exp x). */
  static List<Blob> softplus(LayerScope scope) {
    return unary(scope, "Softplus", Attributes.NONE);
  }

  static List<Blob> elu(LayerScope scope) {
    float alpha = scope.parameters("elu_param").number("alpha", 1);
    return unary(scope, "Elu", Attributes.number("alpha", alpha));
  }

  static List<Blob> relu(LayerScope scope) {
    float slope = scope.parameters("relu_param").number("negative_slope", 0);
    return slope == 0
        ? unary(scope, "Relu", Attributes.NONE)
        : unary(scope, "LeakyRelu", Attributes.number("alpha", slope));
  }

  static List<Blob> relu6(LayerScope scope) {
    return clip(scope, 0, 6);
  }

  static List<Blob> clip(LayerScope scope) {
    TextMessage parameters = scope.parameters("clip_param");
    if (!parameters.has("min") || !parameters.has("max")) {
      throw scope.bad("'min' or 'max' is missing", "state both");
    }
    return clip(scope, parameters.number("min", 0), parameters.number("max", 0));
  }

  private static List<Blob> clip(LayerScope scope, float low, float high) {
    Blob bottom = scope.bottom();
    return List.of(
        scope.node(
            "Clip",
            bottom.shape(),
            Attributes.NONE,
            bottom.value(),
            scope.number("min", low),
            scope.number("max", high)));
  }

  /** Slopes of negative numbers, one for each channel or one for all. */
  static List<Blob> prelu(LayerScope scope) {
    Blob bottom = scope.bottom();
    if (bottom.rank() < 2) {
      throw scope.bad("a bottom of %s has no channels".formatted(bottom.shape()), "feed more axes");
    }
    boolean shared = scope.parameters("prelu_param").flag("channel_shared", false);
    long[] dims = new long[bottom.rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = shared ? 1 : bottom.dim(1);
    String slope = scope.weight(0, "slope", dims);
    return List.of(scope.node("PRelu", bottom.shape(), Attributes.NONE, bottom.value(), slope));
  }

  /** x · sigmoid(β x). */
  static List<Blob> swish(LayerScope scope) {
    Blob bottom = scope.bottom();
    float beta = scope.parameters("swish_param").number("beta", 1);
    Blob inner = ArithmeticLayers.scaled(scope, bottom, beta);
    Blob gate = scope.node("Sigmoid", bottom.shape(), Attributes.NONE, inner.value());
    return List.of(
        scope.node("Mul", bottom.shape(), Attributes.NONE, bottom.value(), gate.value()));
  }

  /** 1 above the threshold, 0 at it and below. */
  static List<Blob> threshold(LayerScope scope) {
    Blob bottom = scope.bottom();
    float threshold = scope.parameters("threshold_param").number("threshold", 0);
    Blob above =
        scope.node(
            "Greater",
            bottom.shape(),
            Attributes.NONE,
            bottom.value(),
            scope.number("threshold", threshold));
    return List.of(scope.node("Cast", bottom.shape(), Attributes.integer("to", 1), above.value()));
  }

  static List<Blob> softmax(LayerScope scope) {
    Blob bottom = scope.bottom();
    long written = scope.parameters("softmax_param").integer("axis", 1);
    int axis = scope.axis(written, bottom.rank());
    return unary(scope, "Softmax", Attributes.integer("axis", axis));
  }
}
