package io.plumbline.runtime.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.OutputStage;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold of convolutions whatever the numbers are. */
class ConvolutionPropertyTests {
  private static final int CHANNELS = 6;
  private static final int FILTERS = 4;
  private static final Window2d WINDOW = new Window2d(3, 3, 2, 1, 1, 1, 1, 1, 1, 1);
  private static final QuantParams PARAMS = QuantParams.perTensor(DType.INT8, 0.1f, 17);

  private final SplittableRandom random = new SplittableRandom(20);
  private final int[] pixels = integers(7 * 5 * CHANNELS, 128);
  private final int[] weights = integers(FILTERS * 9 * CHANNELS, 127);
  private final int[] bias = {3000, -2000, 17, 0};

  @Test
  void anInputOfZerosGivesTheBias() {
    int[] zeros = new int[pixels.length];
    Arrays.fill(zeros, PARAMS.zeroPoint());
    float[] result = accumulators(zeros, weights, bias);
    for (int i = 0; i < result.length; i++) {
      assertThat(result[i]).isEqualTo(bias[i % FILTERS]);
    }
  }

  @Test
  void permutedFiltersPermuteTheOutputs() {
    int filter = 9 * CHANNELS;
    int[] reversed = new int[weights.length];
    int[] reversedBias = new int[FILTERS];
    for (int m = 0; m < FILTERS; m++) {
      System.arraycopy(weights, m * filter, reversed, (FILTERS - 1 - m) * filter, filter);
      reversedBias[FILTERS - 1 - m] = bias[m];
    }
    float[] expected = accumulators(pixels, weights, bias);
    float[] found = accumulators(pixels, reversed, reversedBias);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i / FILTERS * FILTERS + FILTERS - 1 - i % FILTERS]).isEqualTo(expected[i]);
    }
  }

  @Test
  void permutingInputChannelsAndWeightsAlikeChangesNothing() {
    assertThat(accumulators(reverseChannels(pixels), reverseChannels(weights), bias))
        .isEqualTo(accumulators(pixels, weights, bias));
  }

  @Test
  void accumulatorsAddUp() {
    float[] sum = accumulators(pixels, weights, new int[FILTERS]);
    int[] first = weights.clone();
    int[] second = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      first[i] = weights[i] / 2;
      second[i] = weights[i] - first[i];
    }
    float[] a = accumulators(pixels, first, new int[FILTERS]);
    float[] b = accumulators(pixels, second, new int[FILTERS]);
    for (int i = 0; i < sum.length; i++) {
      assertThat(a[i] + b[i]).isEqualTo(sum[i]);
    }
  }

  @Test
  void aPointConvolutionIsALinearOfItsPixels() {
    int[] filters = Arrays.copyOf(weights, FILTERS * CHANNELS);
    OutputStage stage = new OutputStage.Requantised(List.of(0.003f), -128, 127);
    ProgramValue input = image("x", DType.INT8, 1, 7, 5, CHANNELS);
    ProgramValue output = image("y", DType.INT8, 1, 7, 5, FILTERS);
    Tensor pixel = Tensor.ofIntegers(DType.INT8, input.shape(), pixels);
    Tensor biases = Tensor.of(Shape.of(FILTERS), bias);
    Tensor point = Tensor.ofIntegers(DType.INT8, Shape.of(FILTERS, 1, 1, CHANNELS), filters);
    Tensor expected =
        run(
            new Instruction.Linear(
                "l", 0, 1, point.reshape(Shape.of(FILTERS, CHANNELS)), biases, stage),
            input,
            output,
            pixel);
    Tensor found =
        run(
            new Instruction.Convolution("c", 0, 1, point, biases, Window2d.POINT, 1, stage),
            input,
            output,
            pixel);
    assertThat(found).matches(expected::sameAs);
  }

  /** Accumulators themselves: dequantised with scale 1, exact below 2²⁴. */
  private float[] accumulators(int[] input, int[] filters, int[] biases) {
    ProgramValue x = image("x", DType.INT8, 1, 7, 5, CHANNELS);
    ProgramValue y = image("y", DType.FLOAT32, 1, 4, 5, FILTERS);
    Instruction.Convolution convolution =
        new Instruction.Convolution(
            "c",
            0,
            1,
            Tensor.ofIntegers(DType.INT8, Shape.of(FILTERS, 3, 3, CHANNELS), filters),
            Tensor.of(Shape.of(FILTERS), biases),
            WINDOW,
            1,
            new OutputStage.Dequantised(
                List.of(1f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
    return run(convolution, x, y, Tensor.ofIntegers(DType.INT8, x.shape(), input)).toFloats();
  }

  private static Tensor run(
      Instruction instruction, ProgramValue input, ProgramValue output, Tensor operand) {
    Program program =
        new Program(
            "p",
            Rounding.HALF_EVEN,
            List.of(input, output),
            List.of(0),
            List.of(1),
            new LinkedHashMap<>(),
            List.of(instruction));
    return ReferenceKernels.execute(instruction, program, List.of(operand)).getFirst();
  }

  private static ProgramValue image(String name, DType dtype, long... dims) {
    return new ProgramValue(
        name,
        dtype,
        Shape.of(dims),
        Layout.CHANNELS_LAST,
        dtype == DType.INT8 ? Optional.of(PARAMS) : Optional.empty());
  }

  private static int[] reverseChannels(int[] values) {
    int[] reversed = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i / CHANNELS * CHANNELS + CHANNELS - 1 - i % CHANNELS] = values[i];
    }
    return reversed;
  }

  private int[] integers(int count, int limit) {
    return random.ints(count, -limit, limit).toArray();
  }
}
