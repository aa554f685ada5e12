package io.plumbline.quantize.form;

import io.plumbline.graph.op.UnaryOp;
import java.util.List;

/** What is computed along with a sum. */
public sealed interface Fusion {
  /** The ends of an interval that the sum is limited to. */
  record Limited(Limits limits) implements Fusion {}

  /**
   * A function, read from steps over the sum; the result is always integers.
   *
   * @param factors powers of two that the function's results are multiplied with, one for each
   *     output channel; empty where they stay as they are
   */
  record Function(UnaryOp op, List<Float> factors) implements Fusion {
    public Function {
      factors = List.copyOf(factors);
    }
  }

  /** The sum as it is. */
  static Fusion none() {
    return new Limited(Limits.NONE);
  }
}
