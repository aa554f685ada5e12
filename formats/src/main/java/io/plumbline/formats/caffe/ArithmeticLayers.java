package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Layers of element-wise arithmetic with numbers from the prototxt, and Eltwise. */
final class ArithmeticLayers {
  private enum Operation {
    PROD,
    SUM,
    MAX
  }

  private ArithmeticLayers() {}

  /** factor · x; x itself for a factor of 1. */
  static Blob scaled(LayerScope scope, Blob x, float factor) {
    return factor == 1
        ? x
        : scope.node("Mul", x.shape(), Attributes.NONE, x.value(), scope.number("factor", factor));
  }

  /** x + term; x itself for a term of 0. */
  static Blob shifted(LayerScope scope, Blob x, float term) {
    return term == 0
        ? x
        : scope.node("Add", x.shape(), Attributes.NONE, x.value(), scope.number("term", term));
  }

  /** (shift + scale · x) ^ power. */
  static List<Blob> power(LayerScope scope) {
    TextMessage parameters = scope.parameters("power_param");
    Blob inner =
        shifted(
            scope,
            scaled(scope, scope.bottom(), parameters.number("scale", 1)),
            parameters.number("shift", 0));
    float power = parameters.number("power", 1);
    if (power == 1) {
      return List.of(inner);
    }
    return List.of(
        scope.node(
            "Pow", inner.shape(), Attributes.NONE, inner.value(), scope.number("power", power)));
  }

  /** base ^ (shift + scale · x); a base of −1 stands for e. */
  static List<Blob> exponential(LayerScope scope) {
    TextMessage parameters = scope.parameters("exp_param");
    double logBase = logOfBase(scope, parameters);
    float factor = (float) (logBase * parameters.number("scale", 1));
    float term = (float) (logBase * parameters.number("shift", 0));
    Blob inner = shifted(scope, scaled(scope, scope.bottom(), factor), term);
    return List.of(scope.node("Exp", inner.shape(), Attributes.NONE, inner.value()));
  }

  /** log to a base of (shift + scale · x); a base of −1 stands for e. */
  static List<Blob> logarithm(LayerScope scope) {
    TextMessage parameters = scope.parameters("log_param");
    Blob inner =
        shifted(
            scope,
            scaled(scope, scope.bottom(), parameters.number("scale", 1)),
            parameters.number("shift", 0));
    double logBase = logOfBase(scope, parameters);
    if (logBase == 0) {
      throw scope.bad("there is no logarithm to the base 1", "correct the layer's base");
    }
    Blob natural = scope.node("Log", inner.shape(), Attributes.NONE, inner.value());
    return List.of(scaled(scope, natural, (float) (1 / logBase)));
  }

  private static double logOfBase(LayerScope scope, TextMessage parameters) {
    float base = parameters.number("base", -1);
    if (base != -1 && base <= 0) {
      throw scope.bad("base %s; above 0 or -1 is expected".formatted(base), "correct the base");
    }
    return base == -1 ? 1 : StrictMath.log(base);
  }

  static List<Blob> eltwise(LayerScope scope) {
    scope.requireBottoms(2, Integer.MAX_VALUE);
    Shape shape = scope.bottoms().getFirst().shape();
    for (Blob bottom : scope.bottoms()) {
      if (!bottom.shape().equals(shape)) {
        throw scope.bad(
            "its bottoms are %s and %s".formatted(shape, bottom.shape()), "make them equal");
      }
    }
    TextMessage parameters = scope.parameters("eltwise_param");
    return switch (parameters.choice("operation", Operation.SUM)) {
      case PROD -> List.of(chain(scope, "Mul", scope.bottoms()));
      case SUM -> List.of(sum(scope, parameters));
      case MAX -> List.of(chain(scope, "Max", scope.bottoms()));
    };
  }

  private static Blob sum(LayerScope scope, TextMessage parameters) {
    List<Double> factors = parameters.numbers("coeff");
    if (!factors.isEmpty() && factors.size() != scope.bottoms().size()) {
      throw scope.bad(
          "%d values of 'coeff' for %d bottoms".formatted(factors.size(), scope.bottoms().size()),
          "give one for each bottom");
    }
    List<Blob> terms = new ArrayList<>();
    for (int i = 0; i < scope.bottoms().size(); i++) {
      float factor = factors.isEmpty() ? 1 : factors.get(i).floatValue();
      terms.add(scaled(scope, scope.bottoms().get(i), factor));
    }
    return chain(scope, "Add", terms);
  }

  private static Blob chain(LayerScope scope, String type, List<Blob> terms) {
    Blob result = terms.getFirst();
    for (Blob term : terms.subList(1, terms.size())) {
      result = scope.node(type, result.shape(), Attributes.NONE, result.value(), term.value());
    }
    return result;
  }
}
