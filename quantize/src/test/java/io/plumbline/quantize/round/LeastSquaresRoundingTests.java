package io.plumbline.quantize.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeastSquaresRoundingTests {
  private record Layer(int depth, int columns, int largest, int limit) {}

  static List<Layer> layers() {
    return List.of(
        new Layer(1, 5, 255, 127),
        new Layer(9, 400, 255, 127),
        new Layer(9, 3, 127, 7),
        new Layer(27, 1000, 255, 31),
        new Layer(40, 10, 65535, 127),
        new Layer(64, 3000, 128, 7));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void neverMakesTheErrorOfASumLarger(Layer layer) {
    for (int seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      Quadratic quadratic = Quadratic.of(moments(layer, random));
      double[] exact = weights(layer, random);
      int[] nearest = nearest(exact, layer.limit);
      int[] rounded = LeastSquaresRounding.of(quadratic).round(exact, nearest, layer.limit);
      assertThat(quadratic.error(exact, rounded))
          .isLessThanOrEqualTo(quadratic.error(exact, nearest) * (1 + 1e-9) + 1e-9);
      assertThat(Arrays.stream(rounded)).allMatch(integer -> Math.abs(integer) <= layer.limit);
    }
  }

  /** Three weights have few enough integers to try them all. */
  @Test
  void findsTheLeastErrorOfAFewWeights() {
    int found = 0;
    for (int seed = 0; seed < 50; seed++) {
      var random = new SplittableRandom(seed);
      var layer = new Layer(3, 50, 20, 7);
      Quadratic quadratic = Quadratic.of(moments(layer, random)).damped();
      double[] exact = weights(layer, random);
      int[] rounded =
          LeastSquaresRounding.of(Quadratic.of(moments(layer, new SplittableRandom(seed))))
              .round(exact, nearest(exact, 7), 7);
      double least =
          IntStream.range(0, 15 * 15 * 15)
              .mapToObj(i -> new int[] {i % 15 - 7, i / 15 % 15 - 7, i / 225 - 7})
              .filter(tried -> keepsLargest(tried, exact))
              .mapToDouble(tried -> quadratic.error(exact, tried))
              .min()
              .orElseThrow();
      found += quadratic.error(exact, rounded) <= least * (1 + 1e-9) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(40);
  }

  private static boolean keepsLargest(int[] tried, double[] exact) {
    int largest =
        IntStream.range(0, 3)
            .reduce((a, b) -> Math.abs(exact[b]) > Math.abs(exact[a]) ? b : a)
            .orElseThrow();
    return tried[largest] == (int) Math.clamp(Math.rint(exact[largest]), -7, 7);
  }

  @Test
  void winsMuchWhereInputsAreAlike() {
    var random = new SplittableRandom(5);
    var moments = new SecondMoments(16, 255);
    for (int column = 0; column < 500; column++) {
      int common = random.nextInt(200);
      moments.add(IntStream.range(0, 16).map(_ -> common + random.nextInt(20)).toArray(), 1);
    }
    Quadratic quadratic = Quadratic.of(moments);
    double[] exact = weights(new Layer(16, 0, 0, 7), random);
    int[] nearest = nearest(exact, 7);
    int[] rounded = LeastSquaresRounding.of(quadratic).round(exact, nearest, 7);
    assertThat(quadratic.error(exact, rounded)).isLessThan(quadratic.error(exact, nearest) / 10);
  }

  @Test
  void leavesIntegersAloneWhereNothingVaries() {
    var moments = new SecondMoments(4, 255);
    moments.add(new int[] {3, 0, 255, -7, 3, 0, 255, -7}, 2);
    double[] exact = {0.4, -3.2, 6.9, 1.5};
    int[] nearest = nearest(exact, 7);
    assertThat(LeastSquaresRounding.of(Quadratic.of(moments)).round(exact, nearest, 7))
        .isEqualTo(nearest);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void momentsAreThoseOfTheirDefinition(Layer layer) {
    var random = new SplittableRandom(3);
    int[] elements = elements(layer, random);
    var whole = new SecondMoments(layer.depth, layer.largest);
    whole.add(elements, layer.columns);
    int cut = layer.columns / 3 * layer.depth;
    var first = new SecondMoments(layer.depth, layer.largest);
    first.add(Arrays.copyOf(elements, cut), layer.columns / 3);
    var rest = new SecondMoments(layer.depth, layer.largest);
    rest.add(Arrays.copyOfRange(elements, cut, elements.length), layer.columns - layer.columns / 3);
    double[] centred = whole.centred();
    assertThat(rest.plus(first).centred()).isEqualTo(centred);
    int i = layer.depth - 1;
    assertThat(centred[i]).isCloseTo(covariance(elements, layer, 0, i), within(1e-3));
    assertThat(centred[i * layer.depth]).isEqualTo(centred[i]);
  }

  private static double covariance(int[] elements, Layer layer, int i, int j) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int column = 0; column < layer.columns; column++) {
      int at = column * layer.depth;
      product += (double) elements[at + i] * elements[at + j] / layer.columns;
      first += (double) elements[at + i] / layer.columns;
      second += (double) elements[at + j] / layer.columns;
    }
    return product - first * second;
  }

  private static SecondMoments moments(Layer layer, SplittableRandom random) {
    var moments = new SecondMoments(layer.depth, layer.largest);
    moments.add(elements(layer, random), layer.columns);
    return moments;
  }

  private static int[] elements(Layer layer, SplittableRandom random) {
    int[] elements = new int[layer.depth * layer.columns];
    for (int column = 0; column < layer.columns; column++) {
      int common = random.nextInt(layer.largest / 2 + 1);
      for (int i = 0; i < layer.depth; i++) {
        elements[column * layer.depth + i] =
            common + random.nextInt(layer.largest / 2 + 1) * (i % 3 == 2 ? -1 : 1);
      }
    }
    return elements;
  }

  private static double[] weights(Layer layer, SplittableRandom random) {
    return random.doubles(layer.depth, -layer.limit * 1.1, layer.limit * 1.1).toArray();
  }

  private static int[] nearest(double[] exact, int limit) {
    return Arrays.stream(exact)
        .mapToInt(number -> (int) Math.clamp(Math.rint(number), -limit, limit))
        .toArray();
  }
}
