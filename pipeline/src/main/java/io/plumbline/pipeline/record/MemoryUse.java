package io.plumbline.pipeline.record;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.form.InstructionTensors;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory a program needs, in bytes.
 *
 * @param constants weights, biases, tables, factors and constant operands
 * @param peak largest sum of values that are alive at the same time
 */
public record MemoryUse(long constants, long inputs, long outputs, long peak) {
  /** Counts. */
  public static MemoryUse of(Program program) {
    return new MemoryUse(
        constants(program),
        sum(program, program.inputs()),
        sum(program, program.outputs()),
        peak(program));
  }

  private static long constants(Program program) {
    long bytes = program.constants().values().stream().mapToLong(MemoryUse::bytes).sum();
    for (Instruction instruction : program.instructions()) {
      bytes += InstructionTensors.of(instruction).stream().mapToLong(MemoryUse::bytes).sum();
      if (instruction instanceof Instruction.Summing summing) {
        bytes += bytes(summing.stage(), program.value(instruction.output()).dtype());
      }
    }
    return bytes;
  }

  /**
   * Factors are float32, or int32 with an exponent of 8 bits; starts of steps 16 bits, values of
   * steps those of the result, tables 8.
   */
  private static long bytes(OutputStage stage, DType result) {
    return switch (stage) {
      case OutputStage.Requantised requantised ->
          DType.FLOAT32.bytes() * (long) requantised.multipliers().size();
      case OutputStage.Stepped stepped ->
          DType.FLOAT32.bytes() * (long) stepped.multipliers().size()
              + (DType.INT16.bytes() + result.bytes()) * (long) stepped.starts().size()
              + (stepped.tables().size() == 1 ? 0 : stepped.tables().size());
      case OutputStage.FixedPoint fixed ->
          (DType.INT32.bytes() + DType.INT8.bytes()) * (long) fixed.integers().size();
      case OutputStage.Dequantised dequantised ->
          DType.FLOAT32.bytes() * (long) dequantised.scales().size();
    };
  }

  private static long peak(Program program) {
    Map<Integer, Integer> lastUse = new HashMap<>();
    List<Instruction> instructions = program.instructions();
    for (int step = 0; step < instructions.size(); step++) {
      for (int input : instructions.get(step).inputs()) {
        lastUse.put(input, step);
      }
    }
    program.outputs().forEach(output -> lastUse.put(output, instructions.size()));
    long alive = sum(program, program.inputs());
    long peak = alive;
    for (int step = 0; step < instructions.size(); step++) {
      Instruction instruction = instructions.get(step);
      alive += sum(program, instruction.outputs());
      peak = Math.max(peak, alive);
      for (int input : instruction.inputs().stream().distinct().toList()) {
        if (lastUse.getOrDefault(input, -1) == step && !program.constants().containsKey(input)) {
          alive -= bytes(program.value(input));
        }
      }
    }
    return peak;
  }

  private static long sum(Program program, List<Integer> values) {
    return values.stream().mapToLong(index -> bytes(program.value(index))).sum();
  }

  private static long bytes(ProgramValue value) {
    return value.shape().elements() * value.dtype().bytes();
  }

  private static long bytes(Tensor tensor) {
    return tensor.data().byteSize();
  }
}
