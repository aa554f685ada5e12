package io.plumbline.pipeline.performance;

import io.plumbline.codegen.cost.ProgramCost;
import io.plumbline.codegen.cost.Roofline;
import io.plumbline.codegen.cost.StepCost;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.pipeline.ModuleFile;
import io.plumbline.runtime.module.NativeCode;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Allocation;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.UnsupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What a program costs by counting: nothing is run.
 *
 * @param model name of the file
 * @param steps one for each instruction, in execution order
 * @param occupants what lies in the arena, and when
 * @param arenaBytes of the arena that C code needs
 * @param constantBytes of the section of constants, in the layout of the kernels
 */
public record Estimate(
    String model,
    Roofline device,
    List<StepCost> steps,
    List<Allocation.Occupant> occupants,
    long arenaBytes,
    long constantBytes) {
  public Estimate {
    steps = List.copyOf(steps);
    occupants = List.copyOf(occupants);
  }

  /**
   * Counts.
   *
   * @param model a quantized model or a module
   * @throws UnsupportedException when it is none of integers, or of a kind that C code has no
   *     kernels for
   */
  public static Estimate of(Path model, Roofline device) {
    if (Files.exists(model) && !ProgramReader.isProgram(model)) {
      throw new UnsupportedException(
          "perf.not-quantized",
          model.toString(),
          "costs are counted of a quantized model or a module, this is a float or fake-quantized"
              + " one",
          "compile it, and give the file *_quantized_model.onnx or *.plm");
    }
    ProgramModule module = ModuleFile.read(model);
    Program program = module.program();
    CSource source = CEmitter.emit(program, "module");
    Allocation allocation =
        module
            .code()
            .map(NativeCode::allocation)
            .filter(held -> !held.places().equals(source.allocation().places()))
            .orElse(source.allocation());
    return new Estimate(
        String.valueOf(model.getFileName()),
        device,
        ProgramCost.of(program),
        allocation.occupants(),
        allocation.bytes(),
        source.weights().size());
  }

  /** The estimate of all steps, one after the other, in seconds. */
  public double seconds() {
    return sum(device::seconds);
  }

  double sum(ToDoubleFunction<StepCost> figure) {
    return steps.stream().mapToDouble(figure).sum();
  }

  long total(ToLongFunction<StepCost> figure) {
    return steps.stream().mapToLong(figure).sum();
  }

  /** Products of all steps whose products are known. */
  long products() {
    return steps.stream().map(StepCost::products).mapToLong(known -> known.orElse(0)).sum();
  }

  /** Steps that run in float. */
  List<StepCost> uncounted() {
    return steps.stream().filter(step -> step.products().isEmpty()).toList();
  }

  /** Whether the products of a step take longer than its bytes. */
  boolean isBoundByProducts(StepCost step) {
    return device.productSeconds(step) > device.memorySeconds(step);
  }

  /** Bytes that are alive while a step runs. */
  long alive(int step) {
    return occupants.stream()
        .filter(occupant -> occupant.isThere(step))
        .mapToLong(Allocation.Occupant::bytes)
        .sum();
  }

  /** The first of the steps with the most bytes alive; empty without steps. */
  OptionalLong fullest() {
    return IntStream.range(0, steps.size())
        .boxed()
        .max(Comparator.<Integer>comparingLong(this::alive).thenComparing(step -> -step))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }
}
