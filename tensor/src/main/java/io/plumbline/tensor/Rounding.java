package io.plumbline.tensor;

/** How a real number becomes an integer; a property of the target. */
public enum Rounding {
  /** To nearest, ties to even: ONNX QuantizeLinear, {@code Math.rint}. */
  HALF_EVEN,
  /** {@code floor(v + 0.5)}. */
  HALF_UP,
  /** To nearest, ties away from zero: C {@code round}. */
  HALF_AWAY;

  /** The rounded value, still as a float; NaN and infinities pass through. */
  public float round(float value) {
    return switch (this) {
      case HALF_EVEN -> (float) Math.rint(value);
      case HALF_UP -> (float) Math.floor((double) value + 0.5);
      case HALF_AWAY -> (float) Math.copySign(Math.floor(Math.abs((double) value) + 0.5), value);
    };
  }
}
