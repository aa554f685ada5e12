package io.plumbline.graph.op;

import java.util.function.DoubleUnaryOperator;

/** The one-input element-wise functions without attributes; adding one is adding a line here. */
public enum UnaryFunction {
  ABS("Abs", Math::abs),
  CEIL("Ceil", Math::ceil),
  COS("Cos", StrictMath::cos),
  ERF("Erf", ErrorFunction::erf),
  EXP("Exp", StrictMath::exp),
  FLOOR("Floor", Math::floor),
  GELU("Gelu", x -> 0.5 * x * (1 + ErrorFunction.erf(x / StrictMath.sqrt(2)))),
  HARD_SWISH("HardSwish", x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0)),
  LOG("Log", StrictMath::log),
  MISH("Mish", x -> x * StrictMath.tanh(softplus(x))),
  NEG("Neg", x -> -x),
  RECIPROCAL("Reciprocal", x -> 1 / x),
  RELU("Relu", x -> Math.max(x, 0)),
  ROUND("Round", Math::rint),
  SIGMOID("Sigmoid", UnaryFunction::sigmoid),
  SILU("Silu", x -> x * sigmoid(x)),
  SIN("Sin", StrictMath::sin),
  SOFTPLUS("Softplus", UnaryFunction::softplus),
  SOFTSIGN("Softsign", x -> x / (1 + Math.abs(x))),
  SQRT("Sqrt", StrictMath::sqrt),
  TANH("Tanh", StrictMath::tanh);

  private final String onnxType;
  private final DoubleUnaryOperator function;

  UnaryFunction(String onnxType, DoubleUnaryOperator function) {
    this.onnxType = onnxType;
    this.function = function;
  }

  /**
   * The ONNX type of the same name. {@code Gelu}, {@code HardSwish}, {@code Mish} and {@code Silu}
   * are not standard at every opset; the ONNX catalogue spells those out where they are not.
   */
  public String onnxType() {
    return onnxType;
  }

  public double apply(double x) {
    return function.applyAsDouble(x);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return x > 30 ? x : StrictMath.log1p(StrictMath.exp(x));
  }
}
