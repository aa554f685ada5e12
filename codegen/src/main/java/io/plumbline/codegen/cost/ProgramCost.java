package io.plumbline.codegen.cost;

import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** Counts what the instructions of a program have to do. */
public final class ProgramCost {
  private final Program program;

  private ProgramCost(Program program) {
    this.program = program;
  }

  /** One entry for each instruction, in execution order. */
  public static List<StepCost> of(Program program) {
    ProgramCost cost = new ProgramCost(program);
    return program.instructions().stream().map(cost::step).toList();
  }

  private StepCost step(Instruction instruction) {
    OptionalLong products = products(instruction);
    return new StepCost(
        instruction.node(),
        instruction.getClass().getSimpleName(),
        products,
        products.orElse(0) == 0 ? 0 : bits(instruction),
        InstructionConstants.bytes(instruction) + sum(instruction.inputs(), this::constantBytes),
        read(instruction),
        instruction instanceof Instruction.Reshape ? 0 : sum(instruction.outputs(), this::bytes));
  }

  private OptionalLong products(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Foreign _ -> OptionalLong.empty();
      case Instruction.Convolution op ->
          OptionalLong.of(elements(op.output()) * op.weights().elements() / op.bias().elements());
      case Instruction.Linear op ->
          OptionalLong.of(elements(op.output()) * op.weights().elements() / op.bias().elements());
      case Instruction.MatrixProduct op ->
          OptionalLong.of(elements(op.output()) * program.value(op.left()).shape().dim(-1));
      case Instruction.Recurrent op -> OptionalLong.of(recurrent(op));
      case Instruction.Quantize _,
          Instruction.Dequantize _,
          Instruction.Requantize _,
          Instruction.Lookup _,
          Instruction.Arithmetic _,
          Instruction.Mean _,
          Instruction.Reduce _,
          Instruction.LocalResponseNorm _,
          Instruction.Softmax _,
          Instruction.LayerNorm _,
          Instruction.Permute _,
          Instruction.Reshape _,
          Instruction.Concat _,
          Instruction.Slice _,
          Instruction.Pad _,
          Instruction.Gather _,
          Instruction.Convert _,
          Instruction.Compare _,
          Instruction.Logical _,
          Instruction.Select _,
          Instruction.Pick _,
          Instruction.Place _,
          Instruction.Extremum _,
          Instruction.Top _,
          Instruction.Resample _,
          Pooling _ ->
          OptionalLong.of(0);
    };
  }

  /** Every weight once for each step of the sequence and sample. */
  private long recurrent(Instruction.Recurrent op) {
    Shape sequence = program.value(op.inputs().getFirst()).shape();
    return sequence.dim(0)
        * sequence.dim(1)
        * (op.weights().input().elements() + op.weights().recurrent().elements());
  }

  /** Those of a recurrent layer multiply its state, too, which has 16. */
  private int bits(Instruction instruction) {
    if (instruction instanceof Instruction.Recurrent) {
      return Short.SIZE;
    }
    int weights = instruction instanceof BiasedSum sum ? sum.weights().dtype().bytes() : 1;
    int values =
        instruction.inputs().stream()
            .mapToInt(value -> program.value(value).dtype().bytes())
            .max()
            .orElse(1);
    return Byte.SIZE * Math.max(weights, values);
  }

  /** Who picks some of the elements reads no others. */
  private long read(Instruction instruction) {
    long whole = sum(instruction.inputs(), this::valueBytes);
    return switch (instruction) {
      case Instruction.Reshape _ -> 0;
      case Instruction.Slice op -> Math.min(whole, bytes(op.output()));
      case Instruction.Gather op -> Math.min(whole, bytes(op.output()));
      case Instruction.Pick op ->
          Math.min(valueBytes(op.input()), bytes(op.output())) + valueBytes(op.indices());
      case Instruction.Quantize _,
          Instruction.Dequantize _,
          Instruction.Requantize _,
          Instruction.Convolution _,
          Instruction.Linear _,
          Instruction.MatrixProduct _,
          Instruction.Lookup _,
          Instruction.Arithmetic _,
          Instruction.Mean _,
          Instruction.Reduce _,
          Instruction.LocalResponseNorm _,
          Instruction.Softmax _,
          Instruction.LayerNorm _,
          Instruction.Permute _,
          Instruction.Concat _,
          Instruction.Pad _,
          Instruction.Convert _,
          Instruction.Compare _,
          Instruction.Logical _,
          Instruction.Select _,
          Instruction.Place _,
          Instruction.Extremum _,
          Instruction.Top _,
          Instruction.Recurrent _,
          Instruction.Resample _,
          Instruction.Foreign _,
          Pooling _ ->
          whole;
    };
  }

  private static long sum(List<Integer> values, ToLongFunction<Integer> bytes) {
    return values.stream().distinct().mapToLong(bytes).sum();
  }

  private long constantBytes(int value) {
    return program.constants().containsKey(value)
        ? Objects.requireNonNull(program.constants().get(value)).data().byteSize()
        : 0;
  }

  private long valueBytes(int value) {
    return program.constants().containsKey(value) ? 0 : bytes(value);
  }

  private long bytes(int value) {
    return elements(value) * program.value(value).dtype().bytes();
  }

  private long elements(int value) {
    return program.value(value).shape().elements();
  }
}
