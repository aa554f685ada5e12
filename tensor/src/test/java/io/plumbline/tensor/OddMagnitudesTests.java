package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OddMagnitudesTests {
  private record Case(String name, List<Double> magnitudes, List<Integer> odd) {
    Case(String name, double[] magnitudes, List<Integer> odd) {
      this(name, Arrays.stream(magnitudes).boxed().toList(), odd);
    }

    double[] scaled(double factor) {
      return magnitudes.stream().mapToDouble(value -> value * factor).toArray();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static double[] with(int index, double value, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> i == index ? value : 0.9 + i % 3 / 30.0)
        .toArray();
  }

  static List<Case> cases() {
    return List.of(
        new Case("pixels among fractions", with(6, 254, 20), List.of(6)),
        new Case("fractions among pixels", with(3, 0.0039, 20), List.of(3)),
        new Case("half of each", new double[] {1, 255, 1, 255, 1, 255}, List.of(1, 3, 5)),
        new Case("a dark picture", with(3, 0.05, 20), List.of()),
        new Case("a blank picture", with(3, 0, 20), List.of()),
        new Case("not finite", with(3, Double.POSITIVE_INFINITY, 20), List.of()),
        new Case("too few", new double[] {1, 1, 255}, List.of()),
        new Case("nothing", new double[0], List.of()),
        new Case(
            "loud and soft",
            DoubleStream.iterate(1e-3, value -> value * 2.5).limit(14).toArray(),
            List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void areThoseOutOfScaleWithTheOthers(Case given) {
    double[] magnitudes = given.scaled(1);
    assertThat(OddMagnitudes.of(magnitudes).stream().boxed().toList()).isEqualTo(given.odd);
    assertThat(OddMagnitudes.of(given.scaled(1e4))).isEqualTo(OddMagnitudes.of(magnitudes));
  }
}
