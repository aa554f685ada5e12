package io.plumbline.codegen.ends;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
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
 * A step goes only if nothing else reads its input and, at the inputs, it has but one.
 */
public final class RemoveEnds {
  private final List<ProgramValue> values;
  private final List<Integer> inputs;
  private final List<Integer> outputs;
  private final List<Instruction> instructions;
  private final Program program;
  private final List<Finding> removed = new ArrayList<>();

  private RemoveEnds(Program program) {
    this.program = program;
    this.values = new ArrayList<>(program.values());
    this.inputs = new ArrayList<>(program.inputs());
    this.outputs = new ArrayList<>(program.outputs());
    this.instructions = new ArrayList<>(program.instructions());
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
      case Instruction other -> Optional.empty();
    };
  }

  private boolean isNamed(Instruction instruction, Set<String> wanted) {
    return wanted.contains(instruction.node())
        || wanted.contains(values.get(instruction.output()).name());
  }

  private void removeWhile(Predicate<Instruction> condition) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Instruction instruction : List.copyOf(instructions)) {
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
    int position = instructions.indexOf(step);
    inputs.set(place, exposed(step.output(), step, position, true));
    finish(step, "input");
    return true;
  }

  private boolean removeAtOutput(Instruction step) {
    int place = outputs.indexOf(step.output());
    int source = step.inputs().getFirst();
    if (place < 0 || readers(step.output()) != 1 || program.constants().containsKey(source)) {
      return false;
    }
    outputs.set(place, exposed(source, step, instructions.indexOf(step), false));
    finish(step, "output");
    return true;
  }

  private void finish(Instruction step, String end) {
    instructions.remove(step);
    removed.add(
        Finding.info(
            "deploy.removed",
            step.node(),
            "%s '%s' is taken away at an %s"
                .formatted(type(step).orElseThrow(), values.get(step.output()).name(), end)));
  }

  /** How many steps read a value, program outputs counting as readers. */
  private int readers(int value) {
    long steps = instructions.stream().filter(each -> each.inputs().contains(value)).count();
    return (int) steps + (outputs.contains(value) ? 1 : 0);
  }

  /** A value as a port: plain, by a reshape that moves no byte where it is stored otherwise. */
  private int exposed(int value, Instruction step, int position, boolean atInput) {
    ProgramValue stored = values.get(value);
    if (stored.layout() == Layout.PLAIN) {
      return value;
    }
    values.add(
        new ProgramValue(
            stored.name() + ".port",
            stored.dtype(),
            stored.shape(),
            Layout.PLAIN,
            stored.params()));
    int port = values.size() - 1;
    instructions.add(
        position,
        atInput
            ? new Instruction.Reshape(step.node(), port, value)
            : new Instruction.Reshape(step.node(), value, port));
    return port;
  }

  private Program result() {
    SequencedMap<String, PictureInput> pictures = new LinkedHashMap<>(program.pictures());
    List<String> names = inputs.stream().map(index -> values.get(index).name()).toList();
    pictures.keySet().retainAll(names);
    return new Program(
        program.name(),
        program.rounding(),
        values,
        inputs,
        outputs,
        program.constants(),
        instructions,
        pictures);
  }
}
