package io.plumbline.codegen.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ProgramBuilder;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramCostTests {
  private static final Roofline DEVICE = new Roofline("d", 100, 8, 2, 0.5);

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyStepIsCounted(ExecutorCase given) {
    List<StepCost> steps = ProgramCost.of(given.program());
    assertThat(steps).hasSameSizeAs(given.program().instructions());
    for (int i = 0; i < steps.size(); i++) {
      Instruction instruction = given.program().instructions().get(i);
      StepCost step = steps.get(i);
      assertThat(step.products().isEmpty()).isEqualTo(instruction instanceof Instruction.Foreign);
      assertThat(step.products().orElse(0) > 0).isEqualTo(step.bits() > 0);
      assertThat(instruction instanceof Instruction.Summing && step.bits() == 0).isFalse();
      assertThat(step.bytes() == 0).isEqualTo(instruction instanceof Instruction.Reshape);
    }
  }

  /** 5 rows of 3 numbers by weights of 2 rows. */
  @ParameterizedTest
  @CsvSource({"INT8, 6", "INT16, 12"})
  void productsAndBytesAreThoseOfTheTensors(DType weights, int bytes) {
    ProgramBuilder builder = new ProgramBuilder();
    int input = builder.quantized(QuantParams.perTensor(DType.INT8, 0.5f, 0), 5, 3);
    builder.feed(input, Tensor.ofIntegers(DType.INT8, Shape.of(5, 3), new int[15]));
    int output = builder.real(5, 2);
    builder.add(
        new Instruction.Linear(
            "fc",
            input,
            output,
            Tensor.ofIntegers(weights, Shape.of(2, 3), new int[6]),
            Tensor.of(Shape.of(2), new int[2]),
            new OutputStage.Dequantised(List.of(1f), -1, 1)));
    StepCost step = ProgramCost.of(builder.output(output).build("one").program()).getFirst();
    assertThat(step)
        .isEqualTo(
            new StepCost(
                "fc", "Linear", OptionalLong.of(30), 8 * weights.bytes(), bytes + 8 + 4, 15, 40));
  }

  @ParameterizedTest
  @CsvSource({
    "800, 8, 100, 1.0", // 800 products at 800 in a µs, 100 bytes at 500
    "800, 16, 100, 4.0",
    "800, 8, 1000, 2.0",
    "0, 0, 1000, 2.0"
  })
  void aStepTakesTheLongerOfProductsAndBytes(
      long products, int bits, long bytes, double microseconds) {
    StepCost step = new StepCost("n", "k", OptionalLong.of(products), bits, 0, bytes, 0);
    assertThat(DEVICE.seconds(step) * 1e6).isCloseTo(microseconds, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1", "1,-1,1,1", "1,1,NaN,1", "1,1,1,Infinity"})
  void peaksAreAboveZero(double clock, double products8, double products16, double memory) {
    assertThatThrownBy(() -> new Roofline("d", clock, products8, products16, memory))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
