package io.plumbline.runtime.program;

import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The constants that instructions carry themselves, by the names that containers give them. */
public final class InstructionTensors {
  private InstructionTensors() {}

  /** Weights, biases and tables of one instruction, in the order in which containers list them. */
  public static SequencedMap<String, Tensor> of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Convolution op -> two("weights", op.weights(), "bias", op.bias());
      case Instruction.Linear op -> two("weights", op.weights(), "bias", op.bias());
      case Instruction.Lookup op -> one("table", op.table());
      case Instruction.LayerNorm op -> two("scale", op.scale(), "bias", op.bias());
      case Instruction.Gather op -> one("indices", op.indices());
      case Instruction.Resample op -> two("indices", op.indices(), "weights", op.weights());
      case Instruction.Recurrent op -> recurrent(op.weights());
      case Instruction.Foreign op -> one("model", op.model());
      case Instruction.Quantize _,
          Instruction.Dequantize _,
          Instruction.Requantize _,
          Instruction.MatrixProduct _,
          Instruction.Arithmetic _,
          Instruction.MaxPool _,
          Instruction.AveragePool _,
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
          Instruction.Top _ ->
          new LinkedHashMap<>();
    };
  }

  private static SequencedMap<String, Tensor> recurrent(RecurrentWeights weights) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("input_weights", weights.input());
    tensors.put("recurrent_weights", weights.recurrent());
    tensors.put("input_scales", weights.inputScales());
    tensors.put("recurrent_scales", weights.recurrentScales());
    tensors.put("input_bias", weights.inputBias());
    tensors.put("recurrent_bias", weights.recurrentBias());
    return tensors;
  }

  private static SequencedMap<String, Tensor> one(String name, Tensor tensor) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(name, tensor);
    return tensors;
  }

  private static SequencedMap<String, Tensor> two(
      String first, Tensor tensor, String second, Tensor other) {
    SequencedMap<String, Tensor> tensors = one(first, tensor);
    tensors.put(second, other);
    return tensors;
  }
}
