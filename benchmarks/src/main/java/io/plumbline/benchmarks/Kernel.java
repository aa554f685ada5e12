package io.plumbline.benchmarks;

import io.plumbline.runtime.program.Instruction;

/** What the instructions of programs are told apart by where their speed is measured. */
enum Kernel {
  POINTWISE("convolution 1×1"),
  SPATIAL("convolution of a window"),
  DEPTHWISE("convolution of groups"),
  LINEAR("product with weights"),
  MATRICES("product of two values"),
  OTHER("all others");

  private final String title;

  Kernel(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  static Kernel of(Instruction instruction) {
    if (instruction instanceof Instruction.Convolution convolution) {
      return of(convolution);
    }
    if (instruction instanceof Instruction.Linear) {
      return LINEAR;
    }
    return instruction instanceof Instruction.MatrixProduct ? MATRICES : OTHER;
  }

  private static Kernel of(Instruction.Convolution convolution) {
    if (convolution.group() > 1) {
      return DEPTHWISE;
    }
    long window = convolution.weights().shape().dim(1) * convolution.weights().shape().dim(2);
    return window > 1 ? SPATIAL : POINTWISE;
  }
}
