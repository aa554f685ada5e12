package io.plumbline.runtime.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel, those too that this processor has too many or too few registers for. */
class ProductKernelsTests {
  private static final int AT = 3;
  private static final int FROM = 5;
  private static final int START = 2;

  private interface Kernel {
    void run(
        float[] x,
        int at,
        int stride,
        int depth,
        float[] weights,
        int from,
        float[] start,
        int startAt,
        float[] tile);
  }

  private static Stream<Arguments> kernels() {
    return Stream.of(
        kernel(12, 1, ProductKernels::tile12x1),
        kernel(12, 2, ProductKernels::tile12x2),
        kernel(7, 3, WideProductKernels::tile7x3),
        kernel(6, 4, WideProductKernels::tile6x4),
        kernel(7, 1, NarrowProductKernels::tile7x1),
        kernel(4, 2, NarrowProductKernels::tile4x2));
  }

  private static Arguments kernel(int rows, int vectors, Kernel kernel) {
    return Arguments.argumentSet(rows + " rows of " + vectors, rows, vectors, kernel);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void addsProductsToItsStart(int rows, int vectors, Kernel kernel) {
    int width = vectors * Lanes.COUNT;
    for (int depth : new int[] {0, 1, 7, 100}) {
      int stride = depth + 2;
      float[] x = integers(AT + rows * stride);
      float[] weights = integers(FROM + depth * width);
      float[] start = integers(START + width);
      float[] tile = new float[rows * width];
      kernel.run(x, AT, stride, depth, weights, FROM, start, START, tile);
      float[] expected = new float[rows * width];
      for (int i = 0; i < expected.length; i++) {
        int row = i / width;
        int lane = i % width;
        expected[i] = start[START + lane];
        for (int k = 0; k < depth; k++) {
          expected[i] += x[AT + row * stride + k] * weights[FROM + k * width + lane];
        }
      }
      assertThat(tile).as("depth %s", depth).isEqualTo(expected);
    }
  }

  /** Small enough for all sums to be exact. */
  private static float[] integers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    IntStream.range(0, count).forEach(i -> numbers[i] = random.nextInt(255) - 127);
    return numbers;
  }
}
