package io.plumbline.runtime.program;

/** What a comparison of two numbers asks. Any comparison with NaN is false. */
public enum ComparisonFunction {
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  LESS,
  LESS_OR_EQUAL;

  public boolean holds(float a, float b) {
    return switch (this) {
      case EQUAL -> a == b;
      case GREATER -> a > b;
      case GREATER_OR_EQUAL -> a >= b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }

  public boolean holds(long a, long b) {
    int order = Long.compare(a, b);
    return switch (this) {
      case EQUAL -> order == 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
    };
  }
}
