package io.plumbline.quantize.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTests {
  private static final ActivationScheme ASYMMETRIC =
      new ActivationScheme(DType.INT8, true, ScaleConvention.MAXIMUM);
  private static final ActivationScheme SYMMETRIC =
      new ActivationScheme(DType.INT8, false, ScaleConvention.MAXIMUM);

  private static TensorStatistics statistics(float... values) {
    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    for (int from = 0; from < values.length; from += 10_000) {
      float[] part = Arrays.copyOfRange(values, from, Math.min(values.length, from + 10_000));
      observer.observe(Tensor.of(Shape.of(part.length), part), from);
    }
    return observer.statistics();
  }

  private static float[] gaussian(int count) {
    Random random = new Random(5);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() + 0.5f;
    }
    return values;
  }

  @Test
  void aSecondHistogramIsCountedForWhatReadsItAlone() {
    Calibration plain = Calibration.of(Candidate.of(new Calibrator.Mse()));
    assertThat(Calibration.of(Candidate.of(new Calibrator.Max())).needs())
        .isEqualTo(StatisticKind.RANGE);
    assertThat(plain.needs()).isEqualTo(StatisticKind.HISTOGRAM);
    assertThat(plain.with("x", Candidate.of(new Calibrator.ReaderMse())).needs())
        .isEqualTo(StatisticKind.WEIGHTED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.999, 0.9999})
  void percentilesAreThoseOfTheSortedNumbersWithinABin(double quantile) {
    float[] values = gaussian(50_000);
    TensorStatistics statistics = statistics(values);
    double bin = statistics.histogram().orElseThrow().width();
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    Arrays.sort(magnitudes);
    var calibrator = new Calibrator.MaxPercentile(quantile);
    assertThat((double) calibrator.range(statistics, SYMMETRIC).high())
        .isCloseTo(at(magnitudes, quantile), within(2 * bin));
    double tail = (1 - quantile) / 2;
    Range range = calibrator.range(statistics, ASYMMETRIC);
    double upper = sorted[(int) Math.ceil((1 - tail) * sorted.length) - 1];
    double lower = sorted[Math.max(0, (int) Math.ceil(tail * sorted.length) - 1)];
    assertThat((double) range.high()).isCloseTo(Math.max(0, upper), within(2 * bin));
    assertThat((double) range.low()).isCloseTo(Math.min(0, lower), within(2 * bin));
  }

  /** A single sample of a million elements, of which the histogram takes one in 62. */
  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.9999, 0.99999})
  void percentilesOfOneLargeSampleAreThoseOfTheSortedNumbersToo(double quantile) {
    float[] values = gaussian(1_000_000);
    for (int i = 0; i < values.length; i += 5000) {
      values[i] *= 10;
    }
    var observer = new TensorObserver(StatisticKind.HISTOGRAM);
    observer.observe(Tensor.of(Shape.of(values.length), values), 0);
    TensorStatistics statistics = observer.statistics();
    double bin = statistics.histogram().orElseThrow().width();
    Arrays.sort(values);
    double tail = (1 - quantile) / 2;
    Range range = new Calibrator.MaxPercentile(quantile).range(statistics, ASYMMETRIC);
    int beyond = (int) Math.rint(tail * values.length);
    assertThat((double) range.high())
        .isCloseTo(values[values.length - 1 - beyond], within(2 * bin + spread(values, beyond)));
    assertThat((double) range.low())
        .isCloseTo(values[beyond], within(2 * bin + spread(values, beyond)));
  }

  /** How far neighbouring extremes lie apart. */
  private static double spread(float[] sorted, int beyond) {
    int last = sorted.length - 1;
    return Math.max(
        sorted[last - beyond + 1] - sorted[last - beyond - 1],
        sorted[beyond + 1] - sorted[beyond - 1]);
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }

  @Test
  void theWholeQuantileIsTheMaximum() {
    TensorStatistics statistics = statistics(gaussian(1000));
    for (ActivationScheme scheme : new ActivationScheme[] {SYMMETRIC, ASYMMETRIC}) {
      assertThat(new Calibrator.MaxPercentile(1).range(statistics, scheme))
          .isEqualTo(new Calibrator.Max().range(statistics, scheme));
    }
  }

  @Test
  void leastSquaresCutsAFewOutliersAndKeepsAFlatRange() {
    float[] values = gaussian(60_000);
    values[9] = 40;
    TensorStatistics outlier = statistics(values);
    assertThat(new Calibrator.Mse().range(outlier, SYMMETRIC).high()).isLessThan(39);
    float[] flat = new float[1000];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = i - 500;
    }
    TensorStatistics even = statistics(flat);
    assertThat(new Calibrator.Mse().range(even, ASYMMETRIC).high()).isGreaterThan(480);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSquaredErrorOfARangeIsThatOfEveryBinByItself(long seed) {
    Random random = new Random(seed);
    float[] values = gaussian(20_000);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 0 ? 0 : values[i] * (float) Math.scalb(1.0, random.nextInt(4));
    }
    Distribution distribution = statistics(values).distribution();
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8}) {
      for (boolean asymmetric : new boolean[] {true, false}) {
        var scheme = new ActivationScheme(dtype, asymmetric, ScaleConvention.MAXIMUM);
        for (int i = 0; i < 20; i++) {
          QuantParams params =
              scheme.params(new Range(-20 * random.nextFloat() - 2, 20 * random.nextFloat() + 2));
          double error = LeastSquares.error(distribution, params);
          assertThat(error).isCloseTo(errorBinByBin(distribution, params), withinPercentage(1e-6));
        }
      }
    }
  }

  private static double errorBinByBin(Distribution distribution, QuantParams params) {
    double sum = 0;
    for (int bin = distribution.firstBin(); bin < distribution.endBin(); bin++) {
      double centre = (distribution.low(bin) + distribution.high(bin)) / 2;
      double integer = Math.rint(centre / params.scale()) + params.zeroPoint();
      integer = Math.clamp(integer, params.dtype().minimum(), params.dtype().maximum());
      double error = centre - (integer - params.zeroPoint()) * params.scale();
      sum += distribution.count(bin) * error * error;
    }
    return sum;
  }

  /** SiLU never goes below −0.278: a tail above must be cut without cutting that end. */
  @Test
  void aTailAtOneEndIsCutAlone() {
    float[] values = gaussian(600_000);
    for (int i = 0; i < values.length; i++) {
      double x = i == 77 ? 16 : values[i];
      values[i] = (float) (x / (1 + StrictMath.exp(-x)));
    }
    TensorStatistics statistics = statistics(values);
    for (Calibrator calibrator : new Calibrator[] {new Calibrator.Mse(), new Calibrator.Kl()}) {
      Range range = calibrator.range(statistics, ASYMMETRIC);
      assertThat(range.low()).as(calibrator.method()).isLessThan(-0.24f);
      assertThat(range.high()).as(calibrator.method()).isLessThan(14);
    }
    Range best = new Calibrator.Mse().range(statistics, ASYMMETRIC);
    for (int i = 4; i <= 64; i++) {
      Range together = Range.covering(statistics.minimum() * i / 64, statistics.maximum() * i / 64);
      assertThat(LeastSquares.error(statistics.distribution(), ASYMMETRIC.params(best)))
          .isLessThanOrEqualTo(
              LeastSquares.error(statistics.distribution(), ASYMMETRIC.params(together)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT16", "UINT16"})
  void zeroIsExactAndBothEndsAreWithinHalfAStep(DType dtype) {
    for (float[] ends : new float[][] {{-1, 3}, {0, 6}, {-0.01f, 7}, {-5, 0}, {-1e-6f, 1e-6f}}) {
      Range range = new Range(ends[0], ends[1]);
      QuantParams params = new ActivationScheme(dtype, true, ScaleConvention.MAXIMUM).params(range);
      double low = (double) params.scale() * (dtype.minimum() - params.zeroPoint());
      double high = (double) params.scale() * (dtype.maximum() - params.zeroPoint());
      assertThat(low).isCloseTo(range.low(), within(0.51 * params.scale()));
      assertThat(high).isCloseTo(range.high(), within(0.51 * params.scale()));
      assertThat(params.zeroPoint()).isBetween(dtype.minimum(), dtype.maximum());
    }
  }

  @Test
  void symmetricScalesFollowTheConvention() {
    Range range = new Range(-2, 1);
    assertThat(SYMMETRIC.params(range)).isEqualTo(QuantParams.perTensor(DType.INT8, 2 / 127f, 0));
    var full = new ActivationScheme(DType.UINT8, false, ScaleConvention.FULL_RANGE);
    assertThat(full.params(range)).isEqualTo(QuantParams.perTensor(DType.UINT8, 2 / 128f, 128));
  }

  @Test
  void tensorsOfOneNumberHaveADefinedScale() {
    TensorStatistics zeros = statistics(0, 0, 0);
    assertThat(zeros.isConstant()).isTrue();
    for (Calibrator calibrator :
        new Calibrator[] {
          new Calibrator.Max(), new Calibrator.MaxPercentile(0.999), new Calibrator.Mse()
        }) {
      assertThat(ASYMMETRIC.params(calibrator.range(zeros, ASYMMETRIC)).scale()).isEqualTo(1);
      QuantParams params = ASYMMETRIC.params(calibrator.range(statistics(3, 3), ASYMMETRIC));
      assertThat(params.scale() * (127 - params.zeroPoint())).isCloseTo(3, within(0.02f));
    }
  }

  /**
   * Bins of ¼ from −4 to 400: the search goes down in steps of 400/64 as long as 256 bins are left,
   * one for each integer, which is to 10/64.
   */
  @Test
  void divergenceCutsATailThatNothingElseReaches() {
    float[] values = gaussian(100_000);
    values[7] = 400;
    Range range = new Calibrator.Kl().range(statistics(values), SYMMETRIC);
    assertThat((double) range.high()).isEqualTo(62.5);
  }

  @Test
  void divergenceOfFewNumbersKeepsThemAll() {
    Range range = new Calibrator.Kl().range(statistics(-1, 0, 0.5f, 2), ASYMMETRIC);
    assertThat(range).isEqualTo(Range.covering(-1, 2));
  }
}
