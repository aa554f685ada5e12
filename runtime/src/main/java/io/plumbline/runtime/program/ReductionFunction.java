package io.plumbline.runtime.program;

/** What a reduction makes of many quantized numbers. */
public enum ReductionFunction {
  SUM,
  /** Sum of magnitudes. */
  L1,
  /** Square root of the sum of squares. */
  L2,
  SUM_SQUARE,
  PROD,
  /** The largest integer; input and output share their parameters. */
  MAX,
  /** The smallest integer; input and output share their parameters. */
  MIN
}
