package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;

/**
 * Prepares each instruction: the fast form where there is one for its types and shapes, else its
 * definition.
 */
final class Steps {
  private final Program program;
  private final ForeignOps foreignOps;

  Steps(Program program, ForeignOps foreignOps) {
    this.program = program;
    this.foreignOps = foreignOps;
  }

  Step prepare(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Convolution op -> convolution(op);
      case Instruction.Linear op -> linear(op);
      case Instruction.Reshape op -> reshape(op);
      case Instruction.Foreign op -> new ForeignStep(op, foreignOps.prepare(op, program));
      case Instruction.Quantize op -> reference(op);
      case Instruction.Dequantize op -> reference(op);
      case Instruction.Requantize op -> reference(op);
      case Instruction.MatrixProduct op -> reference(op);
      case Instruction.Lookup op -> reference(op);
      case Instruction.Arithmetic op -> reference(op);
      case Instruction.MaxPool op -> reference(op);
      case Instruction.AveragePool op -> reference(op);
      case Instruction.Mean op -> reference(op);
      case Instruction.Softmax op -> reference(op);
      case Instruction.LayerNorm op -> reference(op);
      case Instruction.Permute op -> reference(op);
      case Instruction.Concat op -> reference(op);
      case Instruction.Slice op -> reference(op);
      case Instruction.Pad op -> reference(op);
      case Instruction.Gather op -> reference(op);
    };
  }

  private Step reference(Instruction instruction) {
    return new ReferenceStep(instruction, program);
  }

  private Step convolution(Instruction.Convolution convolution) {
    ProgramValue input = program.value(convolution.input());
    ProgramValue output = program.value(convolution.output());
    if (!ByteCode.reads(input) || !AccumulatorWriters.handle(convolution.stage(), output)) {
      return reference(convolution);
    }
    return DepthwiseStep.of(convolution, program)
        .orElseGet(() -> ConvolutionStep.of(convolution, program));
  }

  private Step linear(Instruction.Linear linear) {
    ProgramValue input = program.value(linear.input());
    ProgramValue output = program.value(linear.output());
    return ByteCode.reads(input) && AccumulatorWriters.handle(linear.stage(), output)
        ? ConvolutionStep.of(linear, program)
        : reference(linear);
  }

  private Step reshape(Instruction.Reshape reshape) {
    return program.constants().containsKey(reshape.input()) ? reference(reshape) : _ -> {};
  }
}
