package io.plumbline.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramVerifierTests {
  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.1f, -3);
  private static final OutputStage STAGE =
      new OutputStage.Requantised(List.of(0.01f, 0.02f), -128, 127);
  private static final Tensor WEIGHTS =
      Tensor.ofIntegers(DType.INT8, Shape.of(2, 3), 1, -2, 3, 127, -127, 0);
  private static final Tensor BIAS = Tensor.of(Shape.of(2), 10, -20);

  /** Instructions that do not fit the values of {@link #values()}, and what is said of them. */
  record Misfit(Instruction instruction, String message) {
    @Override
    public String toString() {
      return instruction.getClass().getSimpleName() + ": " + message;
    }
  }

  /**
   * 0: s8 4x3, 1: s8 4x2, 2: f32 4x3, 3: s8 image 1x5x5x3, 4: s8 image 1x3x3x2, 5: s32 4x3, 6: s8
   * 4x3 other scale.
   */
  private static List<ProgramValue> values() {
    QuantParams other = QuantParams.perTensor(DType.INT8, 0.2f, -3);
    QuantParams wide = QuantParams.perTensor(DType.INT32, 0.1f, 0);
    return List.of(
        value("rows", Layout.PLAIN, PARAMS, 4, 3),
        value("columns", Layout.PLAIN, PARAMS, 4, 2),
        new ProgramValue("real", DType.FLOAT32, Shape.of(4, 3), Layout.PLAIN, Optional.empty()),
        value("image", Layout.CHANNELS_LAST, PARAMS, 1, 5, 5, 3),
        value("filtered", Layout.CHANNELS_LAST, PARAMS, 1, 3, 3, 2),
        value("wide", Layout.PLAIN, wide, 4, 3),
        value("other", Layout.PLAIN, other, 4, 3));
  }

  static List<Misfit> misfits() {
    Window2d window = new Window2d(3, 3, 1, 1, 1, 1, 0, 0, 0, 0);
    Tensor filters = Tensor.allocate(DType.INT8, Shape.of(2, 3, 3, 3));
    Tensor half = Tensor.allocate(DType.INT8, Shape.of(2, 3, 3, 2));
    OutputStage three = new OutputStage.Requantised(List.of(1f, 2f, 3f), -128, 127);
    OutputStage wide = new OutputStage.Requantised(List.of(1f), -129, 127);
    OutputStage nan = new OutputStage.Requantised(List.of(Float.NaN), -128, 127);
    OutputStage real = new OutputStage.Dequantised(List.of(1f), 0, 1);
    Tensor vector = Tensor.of(Shape.of(3), 1f, 1, 1);
    return List.of(
        new Misfit(new Instruction.Quantize("n", 0, 6), "input is not float32"),
        new Misfit(new Instruction.Dequantize("n", 0, 6), "output is not float32"),
        new Misfit(new Instruction.Dequantize("n", 1, 2), "PLAIN 4x2 to PLAIN 4x3"),
        new Misfit(new Instruction.Requantize("n", 2, 0), "real is not quantized"),
        new Misfit(linear(WEIGHTS, three), "3 factors for 2 channels"),
        new Misfit(linear(WEIGHTS, wide), "limits -129 and 127 for si8"),
        new Misfit(linear(WEIGHTS, nan), "a factor is negative or not finite"),
        new Misfit(linear(WEIGHTS, real), "output is not float32"),
        new Misfit(linear(filters, STAGE), "weights si8[2x3x3x3]"),
        new Misfit(
            new Instruction.Linear("n", 5, 1, WEIGHTS, BIAS, STAGE), "wide is not quantized to 8"),
        new Misfit(
            new Instruction.Convolution("n", 3, 4, half, BIAS, window, 1, STAGE),
            "weights 2x3x3x2 in 1 groups"),
        new Misfit(
            new Instruction.Convolution("n", 3, 4, filters, BIAS, Window2d.POINT, 1, STAGE),
            "weights 2x3x3x3 under the window"),
        new Misfit(
            new Pooling.MaxPool("n", 3, 4, new Window2d(2, 2, 0, 1, 1, 1, 0, 0, 0, 0)),
            "window Window2d[kernelHeight=2, kernelWidth=2, strideHeight=0"),
        new Misfit(
            new Instruction.Convolution("n", 0, 4, filters, BIAS, window, 1, STAGE),
            "4x3 to 1x3x3x2 are not images"),
        new Misfit(
            new Instruction.MatrixProduct("n", 0, 6, 1, Accumulator.INT32, STAGE),
            "4x3 by 4x3 to 4x2"),
        new Misfit(new Instruction.Lookup("n", 0, 6, WEIGHTS), "table si8[2x3] from si8 to si8"),
        new Misfit(
            new Instruction.Arithmetic("n", ArithmeticFunction.ADD, 0, 1, 6, 0, 1),
            "4x3 with 4x2 to 4x3"),
        new Misfit(
            new Instruction.Arithmetic("n", ArithmeticFunction.ADD, 0, 2, 6, 1, 0),
            "limits 1.0 and 0.0"),
        new Misfit(new Pooling.MaxPool("n", 3, 4, window), "output 1x3x3x2 from 1x5x5x3"),
        new Misfit(new Instruction.Mean("n", 0, 1, List.of(7)), "axis 7 of 4x3"),
        new Misfit(
            new Instruction.Softmax("n", 5, 6, false), "wide is not quantized to 8 or 16 bits"),
        new Misfit(new Instruction.LayerNorm("n", 0, 6, 2, vector, vector, 0), "for 12 elements"),
        new Misfit(new Instruction.Permute("n", 0, 6, List.of(0, 0)), "order [0, 0] of 4x3"),
        new Misfit(new Instruction.Reshape("n", 0, 6), "does not become"),
        new Misfit(new Instruction.Concat("n", List.of(0, 1), 6, 1), "does not become"),
        new Misfit(
            new Instruction.Slice("n", 0, 1, List.of(0, 2), List.of(1, 1)),
            "elements 2 to 3 of axis 1 of 4x3"),
        new Misfit(
            new Instruction.Pad("n", 1, 0, List.of(0, 0), List.of(0, 1), 0.5f), "fill 0.5 for si8"),
        new Misfit(
            new Instruction.Gather("n", 0, 1, Tensor.of(Shape.of(2), 0L, 3), 1),
            "index 3 on axis 1 of 4x3"),
        new Misfit(
            new Instruction.Foreign("n", "Det", List.of(3), List.of(0), BIAS, "test"),
            "a foreign operation on values that are not in plain layout"));
  }

  @ParameterizedTest
  @MethodSource
  void misfits(Misfit misfit) {
    Program program = program(misfit.instruction());
    assertThat(ProgramVerifier.problems(program))
        .first()
        .satisfies(
            problem -> {
              assertThat(problem.where()).isEqualTo("n");
              assertThat(problem.message()).contains(misfit.message());
            });
  }

  @Test
  void aFittingInstructionHasNoProblems() {
    assertThat(ProgramVerifier.problems(program(linear(WEIGHTS, STAGE)))).isEmpty();
  }

  @Test
  void boundsAreTheBiasAndTheLargestInputOnEveryWeight() {
    Instruction.Linear linear = linear(WEIGHTS, STAGE);
    // Zero point −3: |q − zp| is at most 130. 10 + 130·(1+2+3) and 20 + 130·(127+127+0).
    assertThat(
            AccumulatorBound.sums(
                linear.weights(), linear.bias(), AccumulatorBound.largest(PARAMS)))
        .containsExactly(790, 33040);
  }

  @Test
  void anAccumulatorThatCanOverflowIsNamed() {
    Tensor bias = Tensor.of(Shape.of(2), 0, Integer.MAX_VALUE - 33019);
    Program program = program(new Instruction.Linear("fc", 0, 1, WEIGHTS, bias, STAGE));
    assertThatThrownBy(() -> ProgramVerifier.verify(program))
        .isInstanceOfSatisfying(
            InternalException.class,
            e -> {
              assertThat(e.where()).isEqualTo("fc");
              assertThat(e).hasMessageContaining("channel 1 can reach 2147483648");
            });
    Tensor smaller = Tensor.of(Shape.of(2), 0, Integer.MAX_VALUE - 33020);
    ProgramVerifier.verify(program(new Instruction.Linear("fc", 0, 1, WEIGHTS, smaller, STAGE)));
  }

  @Test
  void anAccumulatorOf64BitsHoldsUpTo53() {
    long limit = Accumulator.INT64.limit();
    Tensor bias = Tensor.of(Shape.of(2), limit - 780, -(limit - 33020));
    ProgramVerifier.verify(program(new Instruction.Linear("fc", 0, 1, WEIGHTS, bias, STAGE)));
    for (long beyond : new long[] {limit - 33019, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Tensor wide = Tensor.of(Shape.of(2), 0, beyond);
      assertThat(
              ProgramVerifier.problems(
                  program(new Instruction.Linear("fc", 0, 1, WEIGHTS, wide, STAGE))))
          .first()
          .satisfies(problem -> assertThat(problem.message()).contains("overflow si64"));
    }
  }

  @Test
  void productsOf16BitsNeedTheWideAccumulator() {
    QuantParams params = QuantParams.perTensor(DType.INT16, 0.1f, 0);
    List<ProgramValue> values =
        List.of(
            value("a", Layout.PLAIN, params, 1, 2),
            value("b", Layout.PLAIN, params, 2, 1),
            value("c", Layout.PLAIN, params, 1, 1));
    OutputStage stage = new OutputStage.Requantised(List.of(1f), -32768, 32767);
    for (Accumulator accumulator : Accumulator.values()) {
      Instruction product = new Instruction.MatrixProduct("n", 0, 1, 2, accumulator, stage);
      Program program =
          new Program(
              "p",
              Rounding.HALF_EVEN,
              values,
              List.of(0, 1),
              List.of(2),
              new LinkedHashMap<>(),
              List.of(product));
      // 2 · 32768² is 2³¹.
      assertThat(ProgramVerifier.problems(program))
          .hasSize(accumulator == Accumulator.INT32 ? 1 : 0);
    }
  }

  @Test
  void valuesAreWrittenOnceBeforeTheyAreRead() {
    List<Instruction> steps =
        List.of(
            new Instruction.Reshape("early", 0, 1),
            new Instruction.Quantize("twice", 3, 0),
            new Instruction.Quantize("twice", 3, 0),
            new Instruction.Reshape("outside", 0, 9));
    List<ProgramValue> values =
        List.of(
            value("a", Layout.PLAIN, PARAMS, 4),
            value("b", Layout.PLAIN, PARAMS, 4),
            value("c", Layout.CHANNELS_LAST, PARAMS, 4),
            new ProgramValue("in", DType.FLOAT32, Shape.of(4), Layout.PLAIN, Optional.empty()));
    assertThat(problems(values, steps))
        .containsExactly(
            "c: inputs and outputs must be in plain layout",
            "early: a is read before it is written",
            "twice: a is written twice",
            "outside: value index 9 of 4",
            "c: output is never written");
  }

  @Test
  void valuesAreSoundInThemselves() {
    QuantParams axis = QuantParams.perChannel(DType.INT8, new float[] {1, 2}, 1);
    QuantParams wide = QuantParams.perTensor(DType.INT32, 1, 5);
    List<ProgramValue> values =
        List.of(
            value("a", Layout.PLAIN, PARAMS, 4),
            value("a", Layout.PLAIN, PARAMS, 4),
            value("axis", Layout.PLAIN, axis, 2, 3),
            value("wide", Layout.PLAIN, wide, 4),
            value("huge", Layout.PLAIN, PARAMS, 1L << 40, 1L << 40, 0));
    assertThat(problems(values, List.of()))
        .containsExactly(
            "a: two values share this name",
            "axis: si8 2 channels on axis 1 does not fit shape 2x3",
            "wide: int32 with zero point 5",
            "huge: more than 2147483647 elements in 1099511627776x1099511627776x0");
  }

  private static List<String> problems(List<ProgramValue> values, List<Instruction> steps) {
    Program program =
        new Program(
            "p", Rounding.HALF_EVEN, values, List.of(3), List.of(2), new LinkedHashMap<>(), steps);
    return ProgramVerifier.problems(program).stream()
        .map(problem -> problem.where() + ": " + problem.message())
        .toList();
  }

  private static Instruction.Linear linear(Tensor weights, OutputStage stage) {
    return new Instruction.Linear("n", 0, 1, weights, BIAS, stage);
  }

  /** Inputs are whatever the instruction reads; channels-last ones come from a permute. */
  private static Program program(Instruction instruction) {
    List<ProgramValue> values = new ArrayList<>(values());
    List<Integer> inputs = new ArrayList<>();
    List<Instruction> steps = new ArrayList<>();
    for (int index : instruction.inputs().stream().distinct().toList()) {
      ProgramValue value = values.get(index);
      if (value.layout() == Layout.PLAIN) {
        inputs.add(index);
      } else {
        inputs.add(values.size());
        steps.add(new Instruction.Permute("image", values.size(), index, List.of(0, 2, 3, 1)));
        values.add(
            new ProgramValue(
                "plain", value.dtype(), value.logicalShape(), Layout.PLAIN, value.params()));
      }
    }
    steps.add(instruction);
    return new Program(
        "p", Rounding.HALF_EVEN, values, inputs, List.of(), new LinkedHashMap<>(), steps);
  }

  private static ProgramValue value(String name, Layout layout, QuantParams params, long... dims) {
    return new ProgramValue(name, params.dtype(), Shape.of(dims), layout, Optional.of(params));
  }
}
