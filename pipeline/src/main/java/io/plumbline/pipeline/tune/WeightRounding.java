package io.plumbline.pipeline.tune;

import io.plumbline.quantize.round.LeastSquaresRounding;
import io.plumbline.quantize.round.Quadratic;
import io.plumbline.quantize.round.SecondMoments;
import io.plumbline.runtime.arithmetic.AccumulatorBound;
import io.plumbline.runtime.program.BiasedSum;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Rounds the weights of one sum by least squares of what the program feeds it. The samples are cut
 * in two halves as for biases: rounding is accepted when what either half says makes the error on
 * the other one smaller.
 */
final class WeightRounding {
  /** Longer rows are left at nearest: their moments would take more memory than samples do. */
  static final int MOST_COLUMNS = 1536;

  private final CorrectableSum sum;
  private final SumWeights weights;
  private final int threads;

  private WeightRounding(CorrectableSum sum, SumWeights weights, int threads) {
    this.sum = sum;
    this.weights = weights;
    this.threads = threads;
  }

  /**
   * The rounding of a sum that its program stands before.
   *
   * @param samples of the running program
   */
  static RoundedWeights of(CorrectableSum sum, RunningProgram program, int samples, int threads) {
    if (sum.weights().isEmpty()) {
      return RoundedWeights.none(sum.name(), "the weights are shared, or laid out anew");
    }
    SumWeights weights = sum.weights().get();
    if (weights.columns() > MOST_COLUMNS) {
      return RoundedWeights.none(
          sum.name(), "%s a row are too many".formatted(Count.of(weights.columns(), "weight")));
    }
    BiasedSum read = program.sum(sum.position());
    RoundedWeights rounded =
        new WeightRounding(sum, weights, threads)
            .round(InputMoments.of(read, program, samples, threads));
    return fits(rounded, read, program.whole().value(read.input()))
        ? rounded
        : RoundedWeights.none(sum.name(), "an accumulator could overflow");
  }

  /** Whether the accumulator holds all sums of the other integers. */
  private static boolean fits(RoundedWeights rounded, BiasedSum sum, ProgramValue input) {
    Tensor integers = rounded.integers().orElseThrow();
    long largest = AccumulatorBound.largest(input.quant());
    return Arrays.stream(AccumulatorBound.sums(integers, sum.bias(), largest))
        .allMatch(bound -> bound <= sum.accumulator().limit());
  }

  private RoundedWeights round(InputMoments moments) {
    List<Quadratic> even = moments.even().stream().map(Quadratic::of).toList();
    List<Quadratic> odd = moments.odd().stream().map(Quadratic::of).toList();
    List<SecondMoments> both = new ArrayList<>();
    for (int group = 0; group < even.size(); group++) {
      both.add(moments.even().get(group).plus(moments.odd().get(group)));
    }
    int[][] nearest = rows(weights::integers);
    double before = (error(even, nearest) + error(odd, nearest)) / 2;
    double after = (error(odd, rounded(even)) + error(even, rounded(odd))) / 2;
    int[][] rounded = rounded(both.stream().map(Quadratic::of).toList());
    return RoundedWeights.of(sum.name(), weights, rounded, Math.sqrt(before), Math.sqrt(after));
  }

  /** What is done for one row. */
  private interface RowWork {
    int[] of(int filter);
  }

  private int[][] rows(RowWork work) {
    int[][] rows = new int[weights.filters()][];
    Threads.each(
        threads, "plumbline-round", rows.length, (filter, _) -> rows[filter] = work.of(filter));
    return rows;
  }

  private int[][] rounded(List<Quadratic> quadratics) {
    LeastSquaresRounding[] roundings = new LeastSquaresRounding[quadratics.size()];
    Threads.each(
        threads,
        "plumbline-round",
        roundings.length,
        (group, _) -> roundings[group] = LeastSquaresRounding.of(quadratics.get(group)));
    return rows(
        filter ->
            Objects.requireNonNull(roundings[weights.group(filter)])
                .round(weights.exact(filter), weights.integers(filter), weights.limit()));
  }

  /** The mean over channels of the squared error of the sum, in real numbers. */
  private double error(List<Quadratic> quadratics, int[][] rows) {
    double[] errors = new double[rows.length];
    Threads.each(
        threads,
        "plumbline-round",
        rows.length,
        (filter, _) -> {
          double unit = sum.units().get(filter);
          errors[filter] =
              unit
                  * unit
                  * quadratics
                      .get(weights.group(filter))
                      .error(weights.exact(filter), rows[filter]);
        });
    return Arrays.stream(errors).sum() / Math.max(1, errors.length);
  }
}
