package io.plumbline.pipeline.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a program holds of its samples, and for how long. */
class RunningProgramTests {
  private static final Shape SHAPE = Shape.of(1, 3);

  /** From real numbers to steps of a half, to steps of one, and back. */
  private static Program program() {
    List<ProgramValue> values =
        List.of(
            value("given", Optional.empty()),
            value("halves", step(0.5f)),
            value("ones", step(1)),
            value("real", Optional.empty()));
    return new Program(
        "rounding",
        Rounding.HALF_EVEN,
        values,
        List.of(0),
        List.of(3),
        new LinkedHashMap<>(),
        List.of(
            new Instruction.Quantize("first", 0, 1),
            new Instruction.Requantize("second", 1, 2),
            new Instruction.Dequantize("third", 2, 3)),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  private static Optional<QuantParams> step(float scale) {
    return Optional.of(QuantParams.perTensor(DType.INT8, scale, 0));
  }

  private static ProgramValue value(String name, Optional<QuantParams> params) {
    DType dtype = params.map(QuantParams::dtype).orElse(DType.FLOAT32);
    return new ProgramValue(name, dtype, SHAPE, Layout.PLAIN, params);
  }

  private static RunningProgram begin() {
    List<Map<Integer, Tensor>> inputs =
        List.of(Map.of(0, Tensor.of(SHAPE, 1f, 2, 3)), Map.of(0, Tensor.of(SHAPE, -1.5f, 0.5f, 4)));
    return new RunningProgram(program(), inputs, List.of(), 2);
  }

  @Test
  void eachSampleHoldsItsOwn() {
    try (RunningProgram program = begin()) {
      program.advance(1);
      assertThat(program.value(1, 1).toBytes()).containsExactly(-3, 1, 8);
      program.finish();
      assertThat(program.real(0, 3).toFloats()).containsExactly(1, 2, 3);
      assertThat(program.real(1, 3).toFloats()).containsExactly(-2, 0, 4);
    }
  }

  @Test
  void memoryIsGivenBackWithTheLastReading() {
    Tensor result;
    try (RunningProgram program = begin()) {
      program.advance(1);
      Tensor halves = program.value(0, 1);
      program.advance(2);
      assertThatIllegalStateException().isThrownBy(halves::toBytes).withMessage("Already closed");
      result = program.finish().value(0, 3);
      assertThat(result.toFloats()).containsExactly(1, 2, 3);
    }
    assertThatIllegalStateException().isThrownBy(result::toFloats).withMessage("Already closed");
  }
}
