package io.plumbline.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryUseTests {
  private static MemoryUse of(Instruction instruction) {
    ProgramValue input =
        new ProgramValue("x", DType.INT8, Shape.of(1, 4), Layout.PLAIN, Optional.empty());
    ProgramValue output =
        new ProgramValue("y", DType.INT8, Shape.of(1, 8), Layout.PLAIN, Optional.empty());
    return MemoryUse.of(
        new Program(
            "p",
            Rounding.HALF_EVEN,
            List.of(input, output),
            List.of(0),
            List.of(1),
            new LinkedHashMap<>(),
            List.of(instruction)));
  }

  private static Instruction linear(OutputStage stage) {
    return new Instruction.Linear(
        "n",
        0,
        1,
        Tensor.allocate(DType.INT8, Shape.of(8, 4)),
        Tensor.allocate(DType.INT32, Shape.of(8)),
        stage);
  }

  @Test
  void tablesOfResamplingCount() {
    var resample =
        new Instruction.Resample(
            "n",
            0,
            1,
            Tensor.allocate(DType.INT64, Shape.of(8, 2)),
            Tensor.allocate(DType.FLOAT32, Shape.of(8, 2)),
            1);
    assertThat(of(resample)).isEqualTo(new MemoryUse(16 * 8 + 16 * 4, 4, 8, 12));
  }

  @Test
  void factorsAndStepsOfSumsCount() {
    long weightsAndBias = 8 * 4 + 8 * 4;
    assertThat(of(linear(new OutputStage.Requantised(List.of(1f, 2f), -128, 127))).constants())
        .isEqualTo(weightsAndBias + 2 * 4);
    assertThat(
            of(linear(
                    new OutputStage.Stepped(List.of(1f), List.of(-32768, 0, 9), List.of(1, 2, 3))))
                .constants())
        .isEqualTo(weightsAndBias + 4 + 3 * (2 + 1));
    assertThat(of(linear(new OutputStage.Dequantised(List.of(1f), 0, 6))).constants())
        .isEqualTo(weightsAndBias + 4);
  }
}
