package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.Tensor;

/** An instruction that sums products with constant weights, starting from a bias. */
public sealed interface BiasedSum permits Instruction.Convolution, Instruction.Linear {
  /** Index of the value whose numbers are multiplied. */
  int input();

  /** Index of the value that is made of the sums; its last stored axis are the channels. */
  int output();

  /** int8 or int16 with the output channels along the first axis, symmetric. */
  Tensor weights();

  /** [channels], in steps of the accumulator. */
  Tensor bias();

  /** What the sums are added in. */
  Accumulator accumulator();

  /** The same sums from another bias, whose type is that of the accumulator. */
  default Instruction withBias(Tensor other) {
    return with(weights(), other);
  }

  /** The same sums of products with other weights of the same shape. */
  default Instruction withWeights(Tensor other) {
    return with(other, bias());
  }

  private Instruction with(Tensor weights, Tensor bias) {
    return switch (this) {
      case Instruction.Convolution it ->
          new Instruction.Convolution(
              it.node(),
              it.input(),
              it.output(),
              weights,
              bias,
              it.window(),
              it.group(),
              it.stage());
      case Instruction.Linear it ->
          new Instruction.Linear(it.node(), it.input(), it.output(), weights, bias, it.stage());
    };
  }
}
