package io.plumbline.codegen.cost;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.RecurrentWeights;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Bytes of the constants that belong to an instruction, before any packing for a kernel. */
final class InstructionConstants {
  private InstructionConstants() {}

  static long bytes(Instruction instruction) {
    return tensors(instruction).mapToLong(tensor -> tensor.data().byteSize()).sum()
        + (instruction instanceof Instruction.Summing sum ? bytes(sum.stage()) : 0);
  }

  private static Stream<Tensor> tensors(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Convolution op -> Stream.of(op.weights(), op.bias());
      case Instruction.Linear op -> Stream.of(op.weights(), op.bias());
      case Instruction.Lookup op -> Stream.of(op.table());
      case Instruction.LayerNorm op -> Stream.of(op.scale(), op.bias());
      case Instruction.Gather op -> Stream.of(op.indices());
      case Instruction.Resample op -> Stream.of(op.indices(), op.weights());
      case Instruction.Recurrent op -> tensors(op.weights());
      case Instruction.Quantize _,
          Instruction.Dequantize _,
          Instruction.Requantize _,
          Instruction.MatrixProduct _,
          Instruction.Arithmetic _,
          Instruction.Mean _,
          Instruction.Reduce _,
          Instruction.LocalResponseNorm _,
          Instruction.Softmax _,
          Instruction.Permute _,
          Instruction.Reshape _,
          Instruction.Concat _,
          Instruction.Slice _,
          Instruction.Pad _,
          Instruction.Convert _,
          Instruction.Compare _,
          Instruction.Logical _,
          Instruction.Select _,
          Instruction.Pick _,
          Instruction.Place _,
          Instruction.Extremum _,
          Instruction.Top _,
          Instruction.Foreign _,
          Pooling _ ->
          Stream.of();
    };
  }

  private static Stream<Tensor> tensors(RecurrentWeights weights) {
    return Stream.of(
        weights.input(),
        weights.recurrent(),
        weights.inputScales(),
        weights.recurrentScales(),
        weights.inputBias(),
        weights.recurrentBias());
  }

  /** Tables as positions and values of 16 bits. */
  private static long bytes(OutputStage stage) {
    return switch (stage) {
      case OutputStage.Requantised(List<Float> multipliers, int _, int _) -> words(multipliers);
      case OutputStage.Stepped(
              List<Float> multipliers,
              List<Integer> starts,
              List<Integer> values,
              List<Integer> _) ->
          words(multipliers) + (long) Short.BYTES * (starts.size() + values.size());
      case OutputStage.FixedPoint fixed -> words(fixed.integers()) + words(fixed.exponents());
      case OutputStage.Dequantised(List<Float> scales, float _, float _) -> words(scales);
    };
  }

  private static long words(List<?> numbers) {
    return (long) Integer.BYTES * numbers.size();
  }
}
