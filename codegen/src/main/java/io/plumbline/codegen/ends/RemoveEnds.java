package io.plumbline.codegen.ends;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Pooling;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes Quantize, Dequantize, Transpose, Reshape, Cast and Softmax steps away while they touch an
 * input or an output, so that the caller does their work, or none of it:
 *
 * <pre>
 *   x (float32) → Quantize → q → …   ⇒   q → …
 *   … → q → Dequantize → y           ⇒   … → q
 * </pre>
 *
 * A step goes only if nothing else reads its input and, at the inputs, it has but one; one whose
 * operand is an output already stays, since a value is an output once. Each pass takes away steps
 * of the program given and adds none, so there are at most as many passes as steps. Reshapes that
 * make the values now exposed plain ports are put in when all is taken away.
 */
public final class RemoveEnds {
  private final Program program;
  private final List<Integer> inputs;
  private final List<Integer> outputs;
  private final List<Instruction> left;
  private final IdentityHashMap<Instruction, Integer> exposedAtInput = new IdentityHashMap<>();
  private final IdentityHashMap<Instruction, Integer> exposedAtOutput = new IdentityHashMap<>();
  private final List<Finding> removed = new ArrayList<>();

  private RemoveEnds(Program program) {
    this.program = program;
    this.inputs = new ArrayList<>(program.inputs());
    this.outputs = new ArrayList<>(program.outputs());
    this.left = new ArrayList<>(program.instructions());
  }

  /** A program without some of its ends, and a finding for each step that went. */
  public record Trimmed(Program program, List<Finding> findings) {
    public Trimmed {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The trimmed program.
   *
   * @param types kinds of steps by ONNX name: each in its turn until none of it touches an end
   * @param names of nodes whose steps may go
   */
  public static Trimmed apply(Program program, List<String> types, List<String> names) {
    RemoveEnds ends = new RemoveEnds(program);
    for (String type : types) {
      ends.removeWhile(instruction -> type(instruction).filter(type::equals).isPresent());
    }
    Set<String> wanted = Set.copyOf(names);
    if (!wanted.isEmpty()) {
      ends.removeWhile(
          instruction -> type(instruction).isPresent() && ends.isNamed(instruction, wanted));
    }
    return new Trimmed(ends.result(), ends.removed);
  }

  /** The ONNX name of a step that may go. */
  private static Optional<String> type(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Quantize step -> Optional.of("Quantize");
      case Instruction.Dequantize step -> Optional.of("Dequantize");
      case Instruction.Permute step -> Optional.of("Transpose");
      case Instruction.Reshape step -> Optional.of("Reshape");
      case Instruction.Softmax step -> Optional.of("Softmax");
      case Instruction.Convert step -> Optional.of("Cast");
      case Instruction.Requantize _,
          Instruction.Convolution _,
          Instruction.Linear _,
          Instruction.MatrixProduct _,
          Instruction.Lookup _,
          Instruction.Arithmetic _,
          Pooling _,
          Instruction.Mean _,
          Instruction.Reduce _,
          Instruction.LocalResponseNorm _,
          Instruction.LayerNorm _,
          Instruction.Concat _,
          Instruction.Slice _,
          Instruction.Pad _,
          Instruction.Gather _,
          Instruction.Compare _,
          Instruction.Logical _,
          Instruction.Select _,
          Instruction.Pick _,
          Instruction.Place _,
          Instruction.Extremum _,
          Instruction.Top _,
          Instruction.Recurrent _,
          Instruction.Resample _,
          Instruction.Foreign _ ->
          Optional.empty();
    };
  }

  private boolean isNamed(Instruction instruction, Set<String> wanted) {
    return wanted.contains(instruction.node())
        || wanted.contains(program.value(instruction.output()).name());
  }

  private void removeWhile(Predicate<Instruction> condition) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Instruction instruction : List.copyOf(left)) {
        if (condition.test(instruction)
            && (removeAtInput(instruction) || removeAtOutput(instruction))) {
          changed = true;
          break;
        }
      }
    }
  }

  private boolean removeAtInput(Instruction step) {
    int source = step.inputs().getFirst();
    int place = inputs.indexOf(source);
    if (place < 0 || step.inputs().size() != 1 || readers(source) != 1) {
      return false;
    }
    inputs.set(place, step.output());
    exposedAtInput.put(step, step.output());
    finish(step, "input");
    return true;
  }

  private boolean removeAtOutput(Instruction step) {
    int place = outputs.indexOf(step.output());
    int source = step.inputs().getFirst();
    boolean alone = readers(step.output()) == 1 && !outputs.contains(source);
    if (place < 0 || !alone || program.constants().containsKey(source)) {
      return false;
    }
    outputs.set(place, source);
    exposedAtOutput.put(step, source);
    finish(step, "output");
    return true;
  }

  private void finish(Instruction step, String end) {
    left.remove(step);
    removed.add(
        Finding.info(
            "deploy.removed",
            step.node(),
            "%s '%s' is taken away at an %s"
                .formatted(type(step).orElseThrow(), program.value(step.output()).name(), end)));
  }

  /** How many steps read a value, program outputs counting as readers. */
  private int readers(int value) {
    long steps = left.stream().filter(each -> each.inputs().contains(value)).count();
    return (int) steps + (outputs.contains(value) ? 1 : 0);
  }

  private Program result() {
    PlainPorts ports = new PlainPorts(program.values(), inputs, outputs);
    for (Instruction instruction : program.instructions()) {
      Integer atInput = exposedAtInput.get(instruction);
      Integer atOutput = exposedAtOutput.get(instruction);
      if (atInput != null) {
        ports.input(atInput, instruction.node());
      } else if (atOutput != null) {
        ports.output(atOutput, instruction.node());
      } else {
        ports.keep(instruction);
      }
    }
    return ports.program(program);
  }
}
