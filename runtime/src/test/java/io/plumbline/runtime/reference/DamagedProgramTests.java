package io.plumbline.runtime.reference;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ForeignCases;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.ProgramVerifier;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs with one value changed at random: the verifier judges each without failing itself, and
 * whatever it accepts can be run.
 */
class DamagedProgramTests {
  private static final int CHANGES = 12;
  private static final List<DType> DTYPES = List.of(DType.values());

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatTheVerifierAcceptsRuns(ExecutorCase given) {
    SplittableRandom random = new SplittableRandom(given.name().length());
    for (int change = 0; change < CHANGES; change++) {
      Program damaged = damaged(given.program(), random);
      assertThatCode(() -> runIfAccepted(damaged))
          .as("change %d: %s", change, damaged.values())
          .doesNotThrowAnyException();
    }
  }

  private static void runIfAccepted(Program program) {
    if (ProgramVerifier.problems(program).isEmpty()) {
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      for (int index : program.inputs()) {
        ProgramValue value = program.value(index);
        inputs.put(value.name(), Tensor.allocate(value.dtype(), value.shape()));
      }
      try (Engine engine = new ReferenceExecutor(program, ForeignCases.NEGATION)) {
        engine.run(inputs);
      }
    }
  }

  private static Program damaged(Program program, SplittableRandom random) {
    List<ProgramValue> values = new ArrayList<>(program.values());
    int index = random.nextInt(values.size());
    values.set(index, damaged(values.get(index), random));
    return new Program(
        program.name(),
        program.rounding(),
        values,
        program.inputs(),
        program.outputs(),
        program.constants(),
        program.instructions());
  }

  private static ProgramValue damaged(ProgramValue value, SplittableRandom random) {
    int rank = value.shape().rank();
    return switch (random.nextInt(7)) {
      case 0 -> typed(value, DTYPES.get(random.nextInt(DTYPES.size())));
      case 1 -> shaped(value, rank == 0 ? Shape.of(0) : longer(value, random, 1));
      case 2 -> shaped(value, rank == 0 ? Shape.of(2) : longer(value, random, -1));
      case 3 -> shaped(value, Shape.of(value.shape().elements()));
      case 4 -> shaped(value, Shape.of(1L << 33, random.nextInt(3)));
      case 5 -> encoded(value, QuantParams.perTensor(DType.INT8, 3, -128));
      default ->
          encoded(
              value, QuantParams.perChannel(DType.INT8, new float[] {1, 2, 3}, random.nextInt(5)));
    };
  }

  private static Shape longer(ProgramValue value, SplittableRandom random, int by) {
    int axis = random.nextInt(value.shape().rank());
    return value.shape().with(axis, Math.max(0, value.shape().dim(axis) + by));
  }

  private static ProgramValue typed(ProgramValue value, DType dtype) {
    Optional<QuantParams> params =
        dtype.isQuantized() ? Optional.of(QuantParams.perTensor(dtype, 0.1f, 0)) : Optional.empty();
    return new ProgramValue(value.name(), dtype, value.shape(), value.layout(), params);
  }

  private static ProgramValue shaped(ProgramValue value, Shape shape) {
    return new ProgramValue(value.name(), value.dtype(), shape, Layout.PLAIN, value.params());
  }

  private static ProgramValue encoded(ProgramValue value, QuantParams params) {
    return new ProgramValue(
        value.name(), params.dtype(), value.shape(), value.layout(), Optional.of(params));
  }
}
