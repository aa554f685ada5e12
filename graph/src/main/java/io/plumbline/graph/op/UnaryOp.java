package io.plumbline.graph.op;

/**
 * Element-wise functions of one real input: on 8-bit integers each of them is a table of 256
 * entries.
 */
public sealed interface UnaryOp extends Op
    permits Celu, Clip, Elu, HardSigmoid, LeakyRelu, Selu, Shrink, ThresholdedRelu, Unary {
  /**
   * The function itself, in double with {@link StrictMath}, so that it is the same on every
   * machine.
   */
  double apply(double x);
}
