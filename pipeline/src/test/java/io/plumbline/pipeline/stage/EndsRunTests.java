package io.plumbline.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.codegen.ends.RemoveEnds;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A program without ends hands out what the whole one has there, or is not written. */
class EndsRunTests {
  private static final Shape PICTURE = Shape.of(1, 2, 2, 3);

  /** x → Quantize → q (channels last) → Dequantize → d → Transpose → y. */
  private static Program program(float scale) {
    Optional<QuantParams> steps = Optional.of(QuantParams.perTensor(DType.INT8, scale, 3));
    Shape stored = Shape.of(1, 2, 3, 2);
    return new Program(
        "ends",
        Rounding.HALF_EVEN,
        List.of(
            new ProgramValue("x", DType.FLOAT32, PICTURE, Layout.PLAIN, Optional.empty()),
            new ProgramValue("t", DType.FLOAT32, stored, Layout.CHANNELS_LAST, Optional.empty()),
            new ProgramValue("q", DType.INT8, stored, Layout.CHANNELS_LAST, steps),
            new ProgramValue("d", DType.FLOAT32, stored, Layout.CHANNELS_LAST, Optional.empty()),
            new ProgramValue("y", DType.FLOAT32, PICTURE, Layout.PLAIN, Optional.empty())),
        List.of(0),
        List.of(4),
        new LinkedHashMap<>(),
        List.of(
            new Instruction.Permute("a", 0, 1, List.of(0, 2, 3, 1)),
            new Instruction.Quantize("b", 1, 2),
            new Instruction.Dequantize("c", 2, 3),
            new Instruction.Permute("d", 3, 4, List.of(0, 3, 1, 2))),
        new LinkedHashMap<>());
  }

  private static Program trimmed(float scale) {
    return RemoveEnds.apply(program(scale), List.of("Transpose", "Quantize"), List.of()).program();
  }

  /** One sample. */
  private record Ramp() implements SampleSource {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public String name(int index) {
      return "ramp";
    }

    @Override
    public Optional<Map<String, Tensor>> load(int index) {
      float[] ramp = new float[Math.toIntExact(PICTURE.elements())];
      for (int i = 0; i < ramp.length; i++) {
        ramp[i] = i - 5;
      }
      return Optional.of(Map.of("x", Tensor.of(PICTURE, ramp)));
    }
  }

  @Test
  void theSameInnerValuesGiveTheSameResults() {
    assertThatCode(() -> EndsRun.require(program(0.1f), trimmed(0.1f), 1, new Ramp(), 1))
        .doesNotThrowAnyException();
  }

  @Test
  void otherResultsAreADefect() {
    assertThatThrownBy(() -> EndsRun.require(program(0.1f), trimmed(0.2f), 1, new Ramp(), 1))
        .isInstanceOf(InternalException.class)
        .hasMessageContaining("without its ends");
  }
}
