package io.plumbline.quantize.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two rows of weights, and what is wanted of their sums on random columns. */
class RegressionTests {
  private static final double[] UNITS = {0.25, 3};

  private final SplittableRandom random = new SplittableRandom(11);
  private final int depth = 6;
  private final int count = 203;
  private final int[] elements = random.ints((long) depth * count, -90, 120).toArray();
  private final List<double[]> exact = List.of(weights(), weights());
  private final double[] wanted = wanted();
  private final Regression regression =
      Regression.towards(Quadratic.of(inputs(0, count)), exact, crossed(0, count), UNITS);

  private double[] weights() {
    return random.doubles(depth, -7, 7).toArray();
  }

  /** Other weights than the exact ones would be best. */
  private double[] wanted() {
    double[] wanted = new double[count * 2];
    for (int column = 0; column < count; column++) {
      for (int row = 0; row < 2; row++) {
        double sum = 40 + random.nextDouble(20);
        for (int i = 0; i < depth; i++) {
          sum += (exact.get(row)[i] + i - 2) * elements[column * depth + i];
        }
        wanted[column * 2 + row] = UNITS[row] * sum;
      }
    }
    return wanted;
  }

  private SecondMoments inputs(int from, int to) {
    var moments = new SecondMoments(depth, 120);
    moments.add(Arrays.copyOfRange(elements, from * depth, to * depth), to - from);
    return moments;
  }

  private CrossMoments crossed(int from, int to) {
    var moments = new CrossMoments(depth, 2);
    moments.add(
        Arrays.copyOfRange(elements, from * depth, to * depth),
        Arrays.copyOfRange(wanted, from * 2, to * 2),
        to - from);
    return moments;
  }

  /** The mean square of sum minus wanted without its mean, in steps. */
  private double brute(int row, double[] weights) {
    double[] errors = new double[count];
    for (int column = 0; column < count; column++) {
      errors[column] = -wanted[column * 2 + row] / UNITS[row];
      for (int i = 0; i < depth; i++) {
        errors[column] += weights[i] * elements[column * depth + i];
      }
    }
    double mean = Arrays.stream(errors).average().orElseThrow();
    return Arrays.stream(errors).map(error -> (error - mean) * (error - mean)).sum() / count;
  }

  @Test
  void errorIsThatOfItsDefinition() {
    for (int row = 0; row < 2; row++) {
      double[] tried = weights();
      assertThat(regression.error(row, tried))
          .isCloseTo(brute(row, tried), within(1e-9 * brute(row, tried)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.3, 3, 30})
  void ridgeIsTheLeastOfErrorAndHold(double strength) {
    double hold = strength * Quadratic.of(inputs(0, count)).meanDiagonal();
    Ridge ridge = regression.ridge(strength);
    for (int row = 0; row < 2; row++) {
      double[] found = ridge.weights(row);
      double least = held(row, found, hold);
      for (int i = 0; i < depth; i++) {
        for (double moved : List.of(-1e-3, 1e-3)) {
          double[] other = found.clone();
          other[i] += moved;
          assertThat(held(row, other, hold)).isGreaterThan(least);
        }
      }
      assertThat(regression.error(row, found)).isLessThan(regression.error(row, exact.get(row)));
    }
  }

  private double held(int row, double[] weights, double hold) {
    double[] from = exact.get(row);
    return regression.error(row, weights)
        + hold
            * IntStream.range(0, depth)
                .mapToDouble(i -> (weights[i] - from[i]) * (weights[i] - from[i]))
                .sum();
  }

  @Test
  void exactWeightsStayWhereTheirOwnSumsAreWanted() {
    Quadratic quadratic = Quadratic.of(inputs(0, count));
    Regression own = Regression.towards(quadratic, exact);
    for (int row = 0; row < 2; row++) {
      assertThat(own.ridge(0.1).weights(row)).containsExactly(exact.get(row), within(1e-9));
      assertThat(own.error(row, exact.get(row))).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void weightsStayWhereNothingVaries() {
    var inputs = new SecondMoments(depth, 120);
    inputs.add(new int[depth], 1);
    var crossed = new CrossMoments(depth, 2);
    crossed.add(new int[depth], new double[] {1, 2}, 1);
    Regression still = Regression.towards(Quadratic.of(inputs), exact, crossed, UNITS);
    assertThat(still.ridge(3).weights(0)).isEqualTo(exact.getFirst());
  }

  @Test
  void momentsOfPartsAreThoseOfTheWhole() {
    List<CrossMoments> parts = new ArrayList<>(List.of(crossed(0, 70), crossed(70, count)));
    CrossMoments both = parts.getFirst().plus(parts.getLast());
    CrossMoments whole = crossed(0, count);
    for (int row = 0; row < 2; row++) {
      assertThat(both.centred(row)).containsExactly(whole.centred(row), within(1e-6));
      assertThat(both.variance(row)).isCloseTo(whole.variance(row), within(1e-6));
    }
  }
}
