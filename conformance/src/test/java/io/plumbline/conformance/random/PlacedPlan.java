package io.plumbline.conformance.random;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Placement;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a plan says of every node what the instructions of its program do for it. */
final class PlacedPlan {
  private PlacedPlan() {}

  static Optional<String> violation(QuantPlan plan, LoweredProgram lowered) {
    Program program = lowered.program();
    for (int i = 0; i < plan.nodes().size(); i++) {
      NodePlan node = plan.nodes().get(i);
      Placement placement = lowered.placements().get(i);
      List<Instruction> own =
          program.instructions().stream()
              .filter(instruction -> instruction.node().equals(node.name()))
              .filter(instruction -> !isConversion(instruction))
              .toList();
      if (!agree(node, own, program) || !agree(node, placement)) {
        return Optional.of("%s but %s and %s".formatted(node, placement, own));
      }
    }
    return Optional.empty();
  }

  private static boolean agree(NodePlan node, Placement placement) {
    boolean integer = node.effective() != Precision.FLOAT32;
    return placement.node().equals(node.name())
        && integer == (placement.kind() == Placement.Kind.INTEGER);
  }

  private static boolean agree(NodePlan node, List<Instruction> own, Program program) {
    boolean foreign = own.stream().anyMatch(Instruction.Foreign.class::isInstance);
    return switch (node.effective()) {
      case INT8, INT16, W16A8, W16A16 ->
          !foreign && own.stream().anyMatch(each -> touchesQuantized(each, program));
      case EXACT -> !foreign;
      case FLOAT32 ->
          own.stream()
              .filter(each -> !isRelayout(each))
              .noneMatch(each -> computesOnQuantized(each, program));
    };
  }

  private static boolean isConversion(Instruction instruction) {
    return instruction instanceof Instruction.Quantize
        || instruction instanceof Instruction.Dequantize
        || instruction instanceof Instruction.Requantize;
  }

  // Operands of float nodes are put in order while they are still integers.
  private static boolean isRelayout(Instruction instruction) {
    return instruction instanceof Instruction.Permute || instruction instanceof Instruction.Reshape;
  }

  // Arithmetic and Resample compute in float32 whatever their operands are held in.
  private static boolean computesOnQuantized(Instruction instruction, Program program) {
    return !(instruction instanceof Instruction.Arithmetic)
        && !(instruction instanceof Instruction.Resample)
        && instruction.inputs().stream().anyMatch(value -> isQuantized(value, program));
  }

  private static boolean touchesQuantized(Instruction instruction, Program program) {
    return Stream.concat(instruction.inputs().stream(), instruction.outputs().stream())
        .anyMatch(value -> isQuantized(value, program));
  }

  private static boolean isQuantized(int value, Program program) {
    return program.value(value).params().isPresent();
  }
}
