package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ForeignNodes;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;

/**
 * Prepares each instruction: the fast form where there is one for its types and shapes, else its
 * definition.
 */
final class Steps {
  private final Program program;
  private final ForeignNodes foreign;
  private final MovementSteps movement;

  Steps(Program program, ForeignNodes foreign) {
    this.program = program;
    this.foreign = foreign;
    this.movement = new MovementSteps(program);
  }

  Step prepare(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Convolution op -> convolution(op);
      case Instruction.Linear op -> linear(op);
      case Instruction.Reshape op -> reshape(op);
      case Instruction.Foreign op ->
          new ForeignStep(op, foreign.of(op).orElseThrow(), foreign.extents());
      case Instruction.Quantize op -> quantize(op);
      case Instruction.Dequantize op -> dequantize(op);
      case Instruction.Requantize op -> requantize(op);
      case Instruction.MatrixProduct op -> matrixProduct(op);
      case Instruction.Lookup op -> lookup(op);
      case Instruction.Arithmetic op -> arithmetic(op);
      case Pooling op -> PoolStep.of(op, program).orElseGet(() -> reference(op));
      case Instruction.Mean op -> mean(op);
      case Instruction.Reduce op -> reference(op);
      case Instruction.LocalResponseNorm op -> reference(op);
      case Instruction.Softmax op -> SoftmaxStep.of(op, program).orElseGet(() -> reference(op));
      case Instruction.LayerNorm op -> LayerNormStep.of(op, program).orElseGet(() -> reference(op));
      case Instruction.Permute op -> movement.permute(op);
      case Instruction.Concat op -> movement.concat(op);
      case Instruction.Slice op -> movement.slice(op);
      case Instruction.Pad op -> movement.pad(op);
      case Instruction.Gather op -> movement.gather(op);
      case Instruction.Convert op -> reference(op);
      case Instruction.Compare op -> reference(op);
      case Instruction.Logical op -> reference(op);
      case Instruction.Select op -> reference(op);
      case Instruction.Pick op -> reference(op);
      case Instruction.Place op -> reference(op);
      case Instruction.Extremum op -> reference(op);
      case Instruction.Top op -> reference(op);
      case Instruction.Recurrent op -> RecurrentStep.of(op, program);
      case Instruction.Resample op -> ResampleStep.of(op, program).orElseGet(() -> reference(op));
    };
  }

  private Step reference(Instruction instruction) {
    return new ReferenceStep(instruction, program);
  }

  private Step convolution(Instruction.Convolution convolution) {
    if (convolution.weights().elements() == 0) {
      return reference(convolution);
    }
    ProgramValue input = program.value(convolution.input());
    ProgramValue output = program.value(convolution.output());
    if (!ByteCode.reads(input, convolution.weights())
        || !AccumulatorWriters.handle(convolution.accumulator(), convolution.stage(), output)) {
      return WideProductStep.of(convolution, program).orElseGet(() -> reference(convolution));
    }
    return DepthwiseStep.of(convolution, program)
        .orElseGet(() -> ConvolutionStep.of(convolution, program));
  }

  private Step linear(Instruction.Linear linear) {
    if (linear.weights().elements() == 0) {
      return reference(linear);
    }
    ProgramValue input = program.value(linear.input());
    ProgramValue output = program.value(linear.output());
    return ByteCode.reads(input, linear.weights())
            && AccumulatorWriters.handle(linear.accumulator(), linear.stage(), output)
        ? ConvolutionStep.of(linear, program)
        : WideProductStep.of(linear, program).orElseGet(() -> reference(linear));
  }

  private Step matrixProduct(Instruction.MatrixProduct product) {
    return MatrixProductStep.of(product, program).orElseGet(() -> reference(product));
  }

  private Step reshape(Instruction.Reshape reshape) {
    return program.constants().containsKey(reshape.input()) ? reference(reshape) : _ -> {};
  }

  private Step quantize(Instruction.Quantize quantize) {
    return converted(quantize, quantize.input(), quantize.output());
  }

  private Step requantize(Instruction.Requantize requantize) {
    return converted(requantize, requantize.input(), requantize.output());
  }

  private Step converted(Instruction instruction, int input, int output) {
    ProgramValue from = program.value(input);
    ProgramValue to = program.value(output);
    return RealReader.reads(from) && RealWriter.writes(to)
        ? new QuantizeStep(
            input, output, elements(to), RealReader.of(from), RealWriter.of(to, program.rounding()))
        : reference(instruction);
  }

  private Step dequantize(Instruction.Dequantize dequantize) {
    return converted(dequantize, dequantize.input(), dequantize.output());
  }

  private Step lookup(Instruction.Lookup lookup) {
    ProgramValue from = program.value(lookup.input());
    ProgramValue to = program.value(lookup.output());
    return ByteCode.isByte(from.dtype()) && ByteCode.isByte(to.dtype())
        ? new LookupStep(lookup, from.dtype(), elements(from))
        : reference(lookup);
  }

  private Step arithmetic(Instruction.Arithmetic arithmetic) {
    return ArithmeticStep.of(arithmetic, program).orElseGet(() -> reference(arithmetic));
  }

  private Step mean(Instruction.Mean mean) {
    return MeanStep.of(mean, program).orElseGet(() -> reference(mean));
  }

  private static int elements(ProgramValue value) {
    return Math.toIntExact(value.shape().elements());
  }
}
