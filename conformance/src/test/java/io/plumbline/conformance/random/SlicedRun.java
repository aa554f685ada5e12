package io.plumbline.conformance.random;

import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramSlice;
import io.plumbline.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A program run a few instructions at a time. */
final class SlicedRun {
  private static final int LENGTH = 3;

  private SlicedRun() {}

  /** The first output that differs from that of the whole program, for the first sample. */
  static Optional<String> difference(Subject subject) {
    Program program = subject.lowered().program();
    Map<String, Tensor> inputs = subject.samples().getFirst();
    Map<Integer, Tensor> state = new HashMap<>(program.constants());
    program.inputs().forEach(value -> state.put(value, named(value, program, inputs)));
    int end = program.instructions().size();
    for (int from = 0; from < end; from += LENGTH) {
      run(program.slice(from, Math.min(from + LENGTH, end)), state);
    }
    try (Engine whole = open(program)) {
      Map<String, Tensor> expected = whole.run(inputs);
      return program.outputs().stream()
          .filter(value -> !named(value, program, expected).sameAs(named(value, state)))
          .map(value -> "'%s' of slices differs".formatted(program.value(value).name()))
          .findFirst();
    }
  }

  private static void run(ProgramSlice slice, Map<Integer, Tensor> state) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    slice.reads().forEach((value, name) -> fed.put(name, named(value, state)));
    try (Engine engine = open(slice.program())) {
      Map<String, Tensor> found = engine.run(fed);
      slice.writes().forEach((value, name) -> state.put(value, found.get(name)));
    }
  }

  private static Engine open(Program program) {
    return Executors.open(program, new OrtForeignOps(Subject.LITERAL), ExecutorOptions.fastest(1));
  }

  private static Tensor named(int value, Program program, Map<String, Tensor> tensors) {
    return Objects.requireNonNull(tensors.get(program.value(value).name()));
  }

  private static Tensor named(int value, Map<Integer, Tensor> state) {
    return Objects.requireNonNull(state.get(value));
  }
}
