package io.plumbline.runtime.reference;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Tensor;
import java.util.List;

/** The meaning of every integer instruction, one at a time. */
public final class ReferenceKernels {
  private ReferenceKernels() {}

  /**
   * Computes one instruction.
   *
   * @param operands one tensor for each of {@link Instruction#inputs}, in the dtype and stored
   *     shape of its value
   * @return one tensor for each of {@link Instruction#outputs}, in the dtype and stored shape of
   *     its value; it may share memory with an operand
   * @throws IllegalArgumentException for {@link Instruction.Foreign}, which has no arithmetic of
   *     its own
   * @throws io.plumbline.tensor.BadDataException when an operand holds an index outside its axis
   */
  public static List<Tensor> execute(
      Instruction instruction, Program program, List<Tensor> operands) {
    if (instruction instanceof Instruction.Top op) {
      return OrderKernels.top(op, program, operands.getFirst());
    }
    if (instruction instanceof Instruction.Recurrent op) {
      RecurrentWeights weights = op.weights();
      return recurrent(
          op,
          program,
          operands,
          RecurrentSums.of(weights.input()),
          RecurrentSums.of(weights.recurrent()));
    }
    return List.of(single(instruction, program, operands));
  }

  /**
   * Computes a recurrent layer from sums that may be computed elsewhere.
   *
   * @param operands as of {@link #execute}
   * @param input sums with {@link RecurrentWeights#input}
   * @param recurrent sums with {@link RecurrentWeights#recurrent}
   * @return results as of {@link #execute}
   */
  public static List<Tensor> recurrent(
      Instruction.Recurrent layer,
      Program program,
      List<Tensor> operands,
      RecurrentSums input,
      RecurrentSums recurrent) {
    return RecurrentKernel.recurrent(layer, program, operands, input, recurrent);
  }

  private static Tensor single(Instruction instruction, Program program, List<Tensor> operands) {
    return switch (instruction) {
      case Instruction.Quantize op ->
          QuantizationKernels.quantize(op, program, operands.getFirst());
      case Instruction.Dequantize op ->
          QuantizationKernels.dequantize(op, program, operands.getFirst());
      case Instruction.Requantize op ->
          QuantizationKernels.requantize(op, program, operands.getFirst());
      case Instruction.Lookup op -> QuantizationKernels.lookup(op, program, operands.getFirst());
      case Instruction.Convolution op ->
          ConvolutionKernel.convolution(op, program, operands.getFirst());
      case Instruction.Linear op -> MatrixKernels.linear(op, program, operands.getFirst());
      case Instruction.MatrixProduct op ->
          MatrixKernels.product(op, program, operands.get(0), operands.get(1));
      case Instruction.Arithmetic op ->
          ArithmeticKernel.arithmetic(op, program, operands.get(0), operands.get(1));
      case Pooling op -> PoolingKernels.pool(op, program, operands.getFirst());
      case Instruction.Mean op -> PoolingKernels.mean(op, program, operands.getFirst());
      case Instruction.Reduce op -> ReductionKernels.reduce(op, program, operands.getFirst());
      case Instruction.LocalResponseNorm op ->
          ReductionKernels.localResponseNorm(op, program, operands.getFirst());
      case Instruction.Softmax op -> NormalisationKernels.softmax(op, program, operands.getFirst());
      case Instruction.LayerNorm op ->
          NormalisationKernels.layerNorm(op, program, operands.getFirst());
      case Instruction.Permute op -> MovementKernels.permute(op, program, operands.getFirst());
      case Instruction.Reshape op -> MovementKernels.reshape(op, program, operands.getFirst());
      case Instruction.Concat op -> MovementKernels.concat(op, program, operands);
      case Instruction.Slice op -> MovementKernels.slice(op, program, operands.getFirst());
      case Instruction.Pad op -> MovementKernels.pad(op, program, operands.getFirst());
      case Instruction.Gather op -> MovementKernels.gather(op, program, operands.getFirst());
      case Instruction.Convert op -> LogicKernels.convert(op, program, operands.getFirst());
      case Instruction.Compare op ->
          LogicKernels.compare(op, program, operands.get(0), operands.get(1));
      case Instruction.Logical op ->
          LogicKernels.logical(op, program, operands.get(0), operands.get(1));
      case Instruction.Select op -> LogicKernels.select(op, program, operands);
      case Instruction.Pick op -> IndexKernels.pick(op, program, operands);
      case Instruction.Place op -> IndexKernels.place(op, program, operands);
      case Instruction.Extremum op -> OrderKernels.extremum(op, program, operands.getFirst());
      case Instruction.Top _, Instruction.Recurrent _ ->
          throw new IllegalArgumentException(instruction.node() + " has several results");
      case Instruction.Resample op -> ResamplingKernels.resample(op, program, operands.getFirst());
      case Instruction.Foreign op ->
          throw new IllegalArgumentException(op.node() + " is a foreign operation");
    };
  }
}
