package io.plumbline.quantize.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.quantize.observe.Distribution;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.TensorObserver;
import io.plumbline.quantize.observe.TensorStatistics;
import io.plumbline.quantize.target.ScaleConvention;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calibrators against their definitions by brute force, over random distributions. */
class DefinitionTests {
  private static final ActivationScheme SYMMETRIC =
      new ActivationScheme(DType.INT8, false, ScaleConvention.MAXIMUM);

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  /** A bell, a tail, lone outliers, one sign or both, many zeros: what the seed says. */
  private static float[] numbers(long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[4000 + random.nextInt(8000)];
    double spread = Math.scalb(1.0, random.nextInt(20) - 10);
    boolean positive = random.nextBoolean();
    int tail = random.nextInt(4);
    for (int i = 0; i < numbers.length; i++) {
      double x = random.nextGaussian();
      x = tail == 0 ? x : tail == 1 ? x * x * x : tail == 2 ? x / (0.05 + random.nextDouble()) : x;
      x = i % 997 == 3 ? x * 30 : x;
      x = random.nextInt(3) == 0 ? 0 : x;
      numbers[i] = (float) ((positive ? Math.abs(x) : x) * spread);
    }
    return numbers;
  }

  private static TensorStatistics statistics(float[] numbers) {
    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    observer.observe(Tensor.of(Shape.of(numbers.length), numbers), 0);
    return observer.statistics();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void percentilesLeaveThatShareOutside(long seed) {
    float[] numbers = numbers(seed);
    TensorStatistics statistics = statistics(numbers);
    double bin = statistics.histogram().orElseThrow().width();
    for (double share : new double[] {0.9, 0.99, 0.999}) {
      float found = new Calibrator.MaxPercentile(share).range(statistics, SYMMETRIC).high();
      int inside = 0;
      int surely = 0;
      for (float x : numbers) {
        inside += Math.abs(x) <= found + bin ? 1 : 0;
        surely += Math.abs(x) < found - bin ? 1 : 0;
      }
      assertThat(inside).isGreaterThanOrEqualTo((int) Math.floor(share * numbers.length));
      assertThat(surely).isLessThanOrEqualTo((int) Math.ceil(share * numbers.length));
    }
  }

  /** No other share of the whole range, in 64ths, has a smaller error of the very elements. */
  @ParameterizedTest
  @MethodSource("seeds")
  void leastSquaresHasTheLeastErrorOfTheElements(long seed) {
    float[] numbers = numbers(seed);
    TensorStatistics statistics = statistics(numbers);
    for (boolean asymmetric : new boolean[] {true, false}) {
      var scheme = new ActivationScheme(DType.INT8, asymmetric, ScaleConvention.MAXIMUM);
      Range best = new Calibrator.Mse().range(statistics, scheme);
      Range whole = new Calibrator.Max().range(statistics, scheme);
      double least = error(numbers, scheme.params(best));
      for (int i = 1; i <= 64; i++) {
        Range other = Range.covering(whole.low() * i / 64, whole.high() * i / 64);
        assertThat(least).isLessThanOrEqualTo(1.02 * error(numbers, scheme.params(other)));
      }
    }
  }

  private static double error(float[] numbers, QuantParams params) {
    double sum = 0;
    for (float x : numbers) {
      double difference = x - held(x, params);
      sum += difference * difference;
    }
    return sum;
  }

  private static double held(double x, QuantParams params) {
    double integer = Math.rint(x / params.scale()) + params.zeroPoint();
    double clamped = Math.clamp(integer, params.dtype().minimum(), params.dtype().maximum());
    return (clamped - params.zeroPoint()) * params.scale();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theCosineOfRoundingIsThatOfTheElements(long seed) {
    float[] numbers = numbers(seed);
    Distribution distribution = statistics(numbers).distribution();
    float most = new Calibrator.Max().range(statistics(numbers), SYMMETRIC).high();
    for (float share : new float[] {1, 0.5f, 0.1f}) {
      QuantParams params = SYMMETRIC.params(Range.symmetric(most * share));
      double products = 0;
      double squares = 0;
      double rounded = 0;
      for (float x : numbers) {
        double y = held(x, params);
        products += x * y;
        squares += (double) x * x;
        rounded += y * y;
      }
      assertThat(RoundingCosine.of(distribution, params))
          .isCloseTo(products / Math.sqrt(squares * rounded), within(1e-3));
    }
  }

  /** No share of the range that leaves a bin for each integer diverges less. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void leastDivergenceIsTheLeastOfItsDefinition(long seed) {
    float[] numbers = numbers(seed);
    TensorStatistics statistics = statistics(numbers);
    Range best = new Calibrator.Kl().range(statistics, SYMMETRIC);
    double least = divergence(statistics.distribution(), best);
    float most = statistics.largestMagnitude();
    for (int i = 64; i >= 4; i--) {
      Range other = Range.symmetric(most * (i / 64.0));
      assertThat(least).isLessThanOrEqualTo(divergence(statistics.distribution(), other) + 1e-9);
    }
  }

  /**
   * Σ p·ln(p/q) over at most 2048 bins, what lies outside counted in the outermost bins inside, q
   * even over the occupied bins of an integer, less half an element for each bin beyond the first
   * of those that share one.
   */
  private static double divergence(Distribution all, Range range) {
    QuantParams params = SYMMETRIC.params(range);
    int group = 1;
    while ((all.endBin() - all.firstBin()) / group > 2048) {
      group *= 2;
    }
    int first = Math.floorDiv(all.firstBin(), group);
    int last = Math.floorDiv(all.endBin() - 1, group);
    int from = first;
    while (from < last && all.high((from + 1) * group - 1) <= range.low()) {
      from++;
    }
    int to = last;
    while (to > from && all.low(to * group) > range.high()) {
      to--;
    }
    boolean whole = from == first && to == last;
    if (to - from + 1 < 256 && !whole) {
      return Double.POSITIVE_INFINITY;
    }
    double[] counts = new double[to - from + 1];
    int[] integers = new int[counts.length];
    double[] reference = new double[counts.length];
    for (int bin = all.firstBin(); bin < all.endBin(); bin++) {
      int grouped = Math.floorDiv(bin, group);
      reference[Math.clamp(grouped, from, to) - from] += all.count(bin);
      if (grouped >= from && grouped <= to) {
        counts[grouped - from] += all.count(bin);
      }
    }
    for (int i = 0; i < counts.length; i++) {
      double centre = (all.low((from + i) * group) + all.high((from + i + 1) * group - 1)) / 2;
      integers[i] = (int) Math.rint(held(centre, params) / params.scale());
    }
    double total = Arrays.stream(reference).sum();
    double inside = Arrays.stream(counts).sum();
    double sum = 0;
    double before = 0;
    for (int i = 0; i < counts.length; i++) {
      double spread = spread(counts, integers, i);
      sum -= i > 0 && spread > 0 && spread == before ? 0.5 / all.sampled() : 0;
      before = spread;
      double p = reference[i] / total;
      double q = inside == 0 ? 0 : spread / inside;
      sum += p > 0 ? p * StrictMath.log(p / Math.max(q, 1e-9)) : 0;
    }
    return sum;
  }

  private static double spread(double[] counts, int[] integers, int at) {
    double elements = 0;
    int occupied = 0;
    for (int i = 0; i < counts.length; i++) {
      if (integers[i] == integers[at] && counts[i] > 0) {
        elements += counts[i];
        occupied++;
      }
    }
    return counts[at] > 0 ? elements / occupied : 0;
  }

  @Test
  void candidatesAreReadAsTheyPrint() {
    List<Calibrator> calibrators =
        List.of(
            new Calibrator.Mse(),
            new Calibrator.ReaderMse(),
            new Calibrator.Max(),
            new Calibrator.Kl(),
            new Calibrator.MaxPercentile(0.99995));
    for (Calibrator calibrator : calibrators) {
      for (boolean symmetric : new boolean[] {true, false}) {
        var candidate = new Candidate(calibrator, symmetric);
        assertThat(Calibrators.parse(candidate.method())).isEqualTo(Optional.of(candidate));
      }
    }
    assertThat(Calibrators.parse("max-percentile:2")).isEmpty();
    assertThat(Calibrators.parse("max-percentile:0.0")).isEmpty();
    assertThat(Calibrators.parse("average")).isEmpty();
  }
}
