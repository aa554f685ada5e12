package io.plumbline.runtime.program;

/** Two-input element-wise functions, computed in float32 with one rounding an operation. */
public enum ArithmeticFunction {
  ADD,
  SUB,
  MUL,
  DIV,
  MIN,
  MAX;

  public float apply(float a, float b) {
    return switch (this) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }
}
