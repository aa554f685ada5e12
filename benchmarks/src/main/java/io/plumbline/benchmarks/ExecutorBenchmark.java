package io.plumbline.benchmarks;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.InstructionTime;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.compiled.CompiledExecutor;
import io.plumbline.runtime.program.ForeignOps;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Latency of the executors, one thread each unless said otherwise. Arguments: the ONNX file of a
 * model with one float32 input, which is then measured in ONNX Runtime too, or none for a program
 * with the layers of MobileNetV2; {@code --profile} adds the time of every instruction. The
 * executors' outputs are compared before anything is timed.
 */
public final class ExecutorBenchmark {
  private static final ForeignOps NONE =
      (instruction, _) -> {
        throw new IllegalStateException(instruction.node() + ": " + instruction.reason());
      };

  /** As others run it: with every rewriting. */
  private static final OrtOptions STOCK = new OrtOptions(1, OrtOptions.Optimisation.ALL);

  private ExecutorBenchmark() {}

  public static void main(String[] arguments) {
    boolean profile = Arrays.asList(arguments).contains("--profile");
    List<String> files =
        Arrays.stream(arguments).filter(argument -> !argument.startsWith("--")).toList();
    if (files.isEmpty()) {
      Tensor picture = Noise.of(Shape.of(1, 3, 224, 224), 1);
      executors(SyntheticMobileNet.program(), Map.of("input", picture), profile);
      return;
    }
    QuantizedModel model = QuantizedModel.of(Path.of(files.getFirst()));
    Map<String, Tensor> input = model.input(1);
    List<Latency> ours = executors(model.program(), input, profile);
    try (Engine signed = OrtEngine.open(model.signed(), STOCK);
        Engine unsigned = OrtEngine.open(model.unsigned(), STOCK);
        Engine real = OrtEngine.open(model.optimised(), STOCK)) {
      ratios(ours, measure("ONNX Runtime, int8 activations", signed, input, 100, 201));
      ratios(ours, measure("ONNX Runtime, uint8 activations", unsigned, input, 100, 201));
      ratios(ours, measure("ONNX Runtime, float32", real, input, 100, 201));
    }
  }

  /** The executors that are fast: vector, and compiled where there is a C compiler. */
  private static List<Latency> executors(
      Program program, Map<String, Tensor> input, boolean profile) {
    try (Engine reference = new ReferenceExecutor(program, NONE);
        VectorExecutor vector = new VectorExecutor(program, NONE, 1);
        VectorExecutor two = new VectorExecutor(program, NONE, 2)) {
      requireSame(reference, vector, input);
      requireSame(reference, two, input);
      Latency fast = measure("vector", vector, input, 300, 201);
      measure("vector, 2 threads", two, input, 100, 201);
      ratio(measure("reference", reference, input, 3, 5), fast);
      if (profile) {
        printProfile(vector, input);
      }
      List<Latency> ours = new ArrayList<>(List.of(fast));
      if (CCompiler.find().isPresent()) {
        ours.add(compiled(CCompiler.require(), program, input, reference));
      }
      ratios(List.of(ours.getLast()), fast);
      return ours;
    }
  }

  private static Latency compiled(
      CCompiler compiler, Program program, Map<String, Tensor> input, Engine reference) {
    try {
      Path folder = ScratchFolder.create("plumbline-c").path();
      try (Engine engine =
          CompiledExecutor.open(
              program, NONE, compiler.compile(CEmitter.emit(program, "module"), folder))) {
        requireSame(reference, engine, input);
        return measure("C", engine, input, 100, 201);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ratios(List<Latency> ours, Latency other) {
    ours.forEach(latency -> ratio(latency, other));
  }

  private static Latency measure(
      String name, Engine engine, Map<String, Tensor> input, int warmUp, int runs) {
    Latency latency = Latency.measure(name, engine, input, warmUp, runs);
    System.out.println(latency);
    return latency;
  }

  private static void ratio(Latency slow, Latency fast) {
    System.out.printf(
        Locale.ROOT, "%s / %s: %.2f%n", slow.name(), fast.name(), slow.busy() / fast.busy());
  }

  private static void requireSame(Engine expected, Engine actual, Map<String, Tensor> input) {
    Map<String, Tensor> results = actual.run(input);
    expected
        .run(input)
        .forEach(
            (name, tensor) -> {
              Tensor found = results.get(name);
              if (found == null || !tensor.sameAs(found)) {
                throw new IllegalStateException(actual.name() + " differs in " + name);
              }
            });
  }

  private static void printProfile(VectorExecutor vector, Map<String, Tensor> input) {
    List<List<InstructionTime>> frames = new ArrayList<>();
    for (int frame = 0; frame < 101; frame++) {
      frames.add(vector.profile(input, RunOptions.DEFAULT, 1));
    }
    for (int step = 0; step < frames.getFirst().size(); step++) {
      int index = step;
      double[] times =
          frames.stream().mapToDouble(frame -> frame.get(index).nanoseconds()).sorted().toArray();
      InstructionTime time = frames.getFirst().get(step);
      System.out.printf(
          Locale.ROOT,
          "%-40s %-14s median %8.1f us, best %8.1f us%n",
          time.node(),
          time.kind(),
          times[times.length / 2] / 1e3,
          times[0] / 1e3);
    }
  }
}
