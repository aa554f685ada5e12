package io.plumbline.graph.op;

import java.util.function.DoubleUnaryOperator;

/** The one-input element-wise functions without attributes; adding one is adding a line here. */
public enum UnaryFunction {
  ABS("Abs", Math::abs),
  ACOS("Acos", StrictMath::acos),
  ACOSH("Acosh", x -> StrictMath.log(x + StrictMath.sqrt(x * x - 1))),
  ASIN("Asin", StrictMath::asin),
  ASINH("Asinh", UnaryFunction::asinh),
  ATAN("Atan", StrictMath::atan),
  ATANH("Atanh", x -> 0.5 * (StrictMath.log1p(x) - StrictMath.log1p(-x))),
  CEIL("Ceil", Math::ceil),
  COS("Cos", StrictMath::cos),
  COSH("Cosh", StrictMath::cosh),
  ERF("Erf", ErrorFunction::erf),
  EXP("Exp", StrictMath::exp),
  FLOOR("Floor", Math::floor),
  GELU("Gelu", x -> 0.5 * x * (1 + ErrorFunction.erf(x / StrictMath.sqrt(2)))),
  GELU_TANH("Gelu", UnaryFunction::geluOfTanh),
  HARD_SWISH("HardSwish", x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0)),
  LOG("Log", StrictMath::log),
  MISH("Mish", x -> x * StrictMath.tanh(softplus(x))),
  NEG("Neg", x -> -x),
  RECIPROCAL("Reciprocal", x -> 1 / x),
  RELU("Relu", x -> Math.max(x, 0)),
  ROUND("Round", Math::rint),
  SIGMOID("Sigmoid", UnaryFunction::sigmoid),
  SIGN("Sign", Math::signum),
  SILU("Silu", x -> x * sigmoid(x)),
  SIN("Sin", StrictMath::sin),
  SINH("Sinh", StrictMath::sinh),
  SOFTPLUS("Softplus", UnaryFunction::softplus),
  SOFTSIGN("Softsign", x -> x / (1 + Math.abs(x))),
  SQRT("Sqrt", StrictMath::sqrt),
  TAN("Tan", StrictMath::tan),
  TANH("Tanh", StrictMath::tanh);

  private final String onnxType;
  private final DoubleUnaryOperator function;

  UnaryFunction(String onnxType, DoubleUnaryOperator function) {
    this.onnxType = onnxType;
    this.function = function;
  }

  /**
   * The ONNX type of the same name. {@code Gelu}, {@code HardSwish}, {@code Mish} and {@code Silu}
   * are not standard at every opset; the ONNX catalogue spells those out where they are not. Both
   * forms of {@code Gelu} are one type there.
   */
  public String onnxType() {
    return onnxType;
  }

  public double apply(double x) {
    return function.applyAsDouble(x);
  }

  /** Whether it is the same again after every 2π. */
  public boolean isPeriodic() {
    return this == COS || this == SIN || this == TAN;
  }

  private static double asinh(double x) {
    double magnitude = Math.abs(x);
    double root = StrictMath.sqrt(magnitude * magnitude + 1);
    return Math.copySign(StrictMath.log(magnitude + root), x);
  }

  /** GELU with the error function replaced by a hyperbolic tangent of a cubic. */
  private static double geluOfTanh(double x) {
    double inner = StrictMath.sqrt(2 / StrictMath.PI) * (x + 0.044715 * x * x * x);
    return 0.5 * x * (1 + StrictMath.tanh(inner));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return x > 30 ? x : StrictMath.log1p(StrictMath.exp(x));
  }
}
