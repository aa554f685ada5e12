package io.plumbline.pipeline.sums;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.runtime.program.BiasedSum;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The counts against every pair of every sum, one by one. */
class SaturatingPairsTests {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 6;
  private static final int ZERO_POINT = 117;
  private static final OutputStage SUMS =
      new OutputStage.Dequantised(List.of(1f), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  private final SplittableRandom random = new SplittableRandom(11);

  /** Grouped, padded, strided, dilated, and rows of odd length. */
  private record Case(int groups, int filters, int depth, Window2d window) {}

  static List<Case> cases() {
    return List.of(
        new Case(1, 4, 6, Window2d.POINT),
        new Case(1, 3, 5, Window2d.POINT),
        new Case(1, 4, 3, new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1)),
        new Case(2, 4, 2, new Window2d(3, 2, 2, 1, 1, 2, 1, 0, 0, 2)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPairIsSeen(Case each) {
    Window2d window = each.window;
    int channels = each.groups * each.depth;
    Shape read = Shape.of(1, HEIGHT, WIDTH, channels);
    Shape kernel = Shape.of(each.filters, window.kernelHeight(), window.kernelWidth(), each.depth);
    byte[] weights = new byte[(int) kernel.elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) random.nextInt(-127, 128);
    }
    var sum =
        new Instruction.Convolution(
            "conv",
            0,
            1,
            Tensor.of(kernel, weights),
            Tensor.of(Shape.of(each.filters), new int[each.filters]),
            window,
            each.groups,
            SUMS);
    int height = (int) window.outputHeight(HEIGHT);
    int width = (int) window.outputWidth(WIDTH);
    Program program = program(sum, read, Shape.of(1, height, width, each.filters));
    int[] input = random.ints(read.elements(), 0, 256).toArray();
    long hit = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int filter = 0; filter < each.filters; filter++) {
          hit += isCut(each, weights, input, filter, y, x) ? 1 : 0;
        }
      }
    }
    assertThat(hit).isPositive();
    assertThat(SaturatingPairs.of(sum, program).count(Tensor.ofIntegers(DType.UINT8, read, input)))
        .isEqualTo(new SaturatingPairs.Count(hit, (long) height * width * each.filters));
  }

  private static boolean isCut(Case each, byte[] weights, int[] input, int filter, int y, int x) {
    Window2d window = each.window;
    int row = window.kernelHeight() * window.kernelWidth() * each.depth;
    int[] read = new int[row + 1];
    int[] row8 = new int[row + 1];
    for (int k = 0; k < row; k++) {
      int channel = k % each.depth;
      int tapX = k / each.depth % window.kernelWidth();
      int tapY = k / each.depth / window.kernelWidth();
      int atY = y * window.strideHeight() - window.padTop() + tapY * window.dilationHeight();
      int atX = x * window.strideWidth() - window.padLeft() + tapX * window.dilationWidth();
      boolean inside = atY >= 0 && atY < HEIGHT && atX >= 0 && atX < WIDTH;
      int group = filter / (each.filters / each.groups);
      int place = (atY * WIDTH + atX) * each.groups * each.depth + group * each.depth + channel;
      read[k] = inside ? input[place] : ZERO_POINT;
      row8[k] = weights[filter * row + k];
    }
    for (int k = 0; k < row; k += 2) {
      int pair = read[k] * row8[k] + read[k + 1] * row8[k + 1];
      if (pair != (short) pair) {
        return true;
      }
    }
    return false;
  }

  @Test
  void weightsOfSevenBitsAreSafe() {
    assertThat(pointwise((byte) 63, (byte) 63).isPossible()).isFalse();
    assertThat(pointwise((byte) -63, (byte) -63).isPossible()).isFalse();
    assertThat(pointwise((byte) 64, (byte) 64).isPossible()).isFalse();
    assertThat(pointwise((byte) 64, (byte) 65).isPossible()).isTrue();
    assertThat(pointwise((byte) 127, (byte) -127).isPossible()).isFalse();
    assertThat(pointwise((byte) -127, (byte) -2).isPossible()).isTrue();
  }

  private static SaturatingPairs pointwise(byte first, byte second) {
    var sum =
        new Instruction.Linear(
            "fc",
            0,
            1,
            Tensor.of(Shape.of(1, 2), new byte[] {first, second}),
            Tensor.of(Shape.of(1), new int[1]),
            SUMS);
    return SaturatingPairs.of(sum, program(sum, Shape.of(3, 2), Shape.of(3, 1)));
  }

  @Test
  void depthwiseSumsAndSignedInputsHaveNoPairs() {
    Shape read = Shape.of(1, HEIGHT, WIDTH, 2);
    var sum =
        new Instruction.Convolution(
            "conv",
            0,
            1,
            Tensor.of(Shape.of(2, 3, 3, 1), new byte[18]),
            Tensor.of(Shape.of(2), new int[2]),
            new Window2d(3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
            2,
            SUMS);
    assertThat(SaturatingPairs.applies(sum, program(sum, read, read))).isFalse();
  }

  private static <T extends Instruction & BiasedSum> Program program(
      T sum, Shape read, Shape written) {
    Layout layout = read.rank() == 4 ? Layout.CHANNELS_LAST : Layout.PLAIN;
    var params = QuantParams.perTensor(DType.UINT8, 0.1f, ZERO_POINT);
    return new Program(
        "p",
        Rounding.HALF_EVEN,
        List.of(
            new ProgramValue("x", DType.UINT8, read, layout, Optional.of(params)),
            new ProgramValue("y", DType.FLOAT32, written, layout, Optional.empty())),
        List.of(0),
        List.of(1),
        new LinkedHashMap<>(),
        List.of(sum));
  }
}
