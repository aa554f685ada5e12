package io.plumbline.quantize.form;

import io.plumbline.graph.op.UnaryOp;

/** What is computed along with a sum. */
public sealed interface Fusion {
  /** The ends of an interval that the sum is limited to. */
  record Limited(Limits limits) implements Fusion {}

  /** A function, read from steps over the sum; the result is always integers. */
  record Function(UnaryOp op) implements Fusion {}

  /** The sum as it is. */
  static Fusion none() {
    return new Limited(Limits.NONE);
  }
}
