package io.plumbline.runtime.program;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks that a program is consistent: every value is written once and before it is read, every
 * instruction fits the dtypes, shapes, layouts and parameters of its values, and no accumulator can
 * overflow.
 */
public final class ProgramVerifier {
  /**
   * Something wrong with a program.
   *
   * @param where node or tensor
   */
  public record Problem(String where, String message) {}

  private final Program program;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Integer> defined = new HashSet<>();

  private ProgramVerifier(Program program) {
    this.program = program;
  }

  /**
   * Returns when the program is consistent.
   *
   * @throws InternalException naming the first problem
   */
  public static void verify(Program program) {
    List<Problem> problems = problems(program);
    if (!problems.isEmpty()) {
      Problem first = problems.getFirst();
      throw new InternalException(
          "program.inconsistent",
          first.where(),
          "The integer program '%s' is inconsistent at '%s': %s (%d problems in all)."
              .formatted(program.name(), first.where(), first.message(), problems.size()),
          "Report this with the model and the configuration.");
    }
  }

  /**
   * What is wrong with a program, in order: its values or, when those are sound, its instructions.
   * Any program may be asked about, whatever file it comes from.
   */
  public static List<Problem> problems(Program program) {
    ProgramVerifier verifier = new ProgramVerifier(program);
    verifier.checkValues();
    if (!verifier.problems.isEmpty()) {
      return List.copyOf(verifier.problems);
    }
    verifier.checkBoundary();
    program.instructions().forEach(verifier::checkInstruction);
    for (int index : program.outputs()) {
      if (!verifier.defined.contains(index)) {
        verifier.report(verifier.describe(index), "output is never written");
      }
    }
    return List.copyOf(verifier.problems);
  }

  private void checkValues() {
    Set<String> names = new HashSet<>();
    for (ProgramValue value : program.values()) {
      if (!names.add(value.name())) {
        report(value.name(), "two values share this name");
      }
      if (!isAddressable(value.shape())) {
        report(value.name(), "more than 2147483647 elements in " + value.shape());
      } else {
        value.params().ifPresent(params -> checkParams(value, params));
      }
    }
  }

  /** Whether int positions reach every element, and those of every part of it. */
  private static boolean isAddressable(Shape shape) {
    long elements = 1;
    for (long dim : shape.toArray()) {
      if (dim > Integer.MAX_VALUE) {
        return false;
      }
      elements *= Math.max(dim, 1);
      if (elements > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  private void checkParams(ProgramValue value, QuantParams params) {
    boolean axisFits =
        params.isPerTensor()
            || (params.axis() >= 0
                && params.axis() < value.shape().rank()
                && value.shape().dim(params.axis()) == params.channels());
    if (!axisFits) {
      report(value.name(), "%s does not fit shape %s".formatted(params, value.shape()));
    }
    if (params.dtype() == DType.INT32) {
      for (int zeroPoint : params.zeroPoints()) {
        if (zeroPoint != 0) {
          report(value.name(), "int32 with zero point " + zeroPoint);
        }
      }
    }
  }

  private void checkBoundary() {
    for (int index : program.inputs()) {
      define(describe(index), index);
      requirePlain(index);
    }
    program.constants().forEach(this::checkConstant);
    program.outputs().forEach(this::requirePlain);
  }

  private void requirePlain(int index) {
    if (exists(index) && program.value(index).layout() != Layout.PLAIN) {
      report(describe(index), "inputs and outputs must be in plain layout");
    }
  }

  private void checkConstant(int index, Tensor constant) {
    define(describe(index), index);
    if (exists(index)) {
      ProgramValue value = program.value(index);
      if (value.dtype() != constant.dtype() || !value.shape().equals(constant.shape())) {
        report(value.name(), "constant %s for a value %s".formatted(constant, value));
      }
    }
  }

  private void checkInstruction(Instruction instruction) {
    int before = problems.size();
    for (int index : instruction.inputs()) {
      if (!defined.contains(index)) {
        report(instruction.node(), describe(index) + " is read before it is written");
      }
    }
    for (int index : instruction.outputs()) {
      define(instruction.node(), index);
    }
    if (problems.size() == before) {
      InstructionRules.violations(instruction, program)
          .forEach(message -> report(instruction.node(), message));
    }
  }

  private void define(String where, int index) {
    if (!exists(index)) {
      report(where, "value index %d of %d".formatted(index, program.values().size()));
    } else if (!defined.add(index)) {
      report(where, describe(index) + " is written twice");
    }
  }

  private boolean exists(int index) {
    return index >= 0 && index < program.values().size();
  }

  private String describe(int index) {
    return exists(index) ? program.value(index).name() : "value index " + index;
  }

  private void report(String where, String message) {
    problems.add(new Problem(where, message));
  }
}
