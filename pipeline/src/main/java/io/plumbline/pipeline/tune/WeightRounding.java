package io.plumbline.pipeline.tune;

import io.plumbline.quantize.round.LeastSquaresRounding;
import io.plumbline.quantize.round.Quadratic;
import io.plumbline.quantize.round.Regression;
import io.plumbline.quantize.round.Ridge;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Rounds the weights of one sum by least squares of what the program feeds it. The samples are cut
 * in two halves as for biases: rounding is accepted when what either half says makes the error on
 * the other one smaller.
 */
final class WeightRounding {
  /** Longer rows are left at nearest: their moments would take more memory than samples do. */
  static final int MOST_COLUMNS = 1536;

  /** What is tried of {@link Regression#ridge}: half a decade either way wins next to nothing. */
  private static final double[] HOLDS = {0.03, 0.3, 3, 30};

  /**
   * How much stronger weights are held than serves the other half of the samples best. Either half
   * ran through sums that were rounded by both, and is no judge of pictures that nothing was fitted
   * to: without it MobileNets of Caffe lose there what they win here.
   */
  private static final double CAUTION = 10;

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
   * @param wanted what the float network makes of the sum at the places of its moments; empty where
   *     that is not known, and it is to be what it is with the exact weights
   */
  static RoundedWeights of(
      CorrectableSum sum,
      RunningProgram program,
      int samples,
      Optional<List<double[]>> wanted,
      int threads) {
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
            .round(InputMoments.of(read, program, samples, wanted, threads));
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
    List<InputMoments.Group> both = new ArrayList<>();
    for (int group = 0; group < moments.even().size(); group++) {
      both.add(moments.even().get(group).plus(moments.odd().get(group)));
    }
    List<Regression> even = regressions(moments.even());
    List<Regression> odd = regressions(moments.odd());
    OptionalDouble hold = isEnough(moments) ? hold(even, odd) : OptionalDouble.empty();
    int[][] nearest = rows(weights::integers);
    double before = sum(even, odd, (own, _) -> error(own, nearest)) / 2;
    double after = sum(even, odd, (own, other) -> error(other, rounded(own, hold))) / 2;
    return RoundedWeights.of(
        sum.name(), weights, rounded(regressions(both), hold), Math.sqrt(before), Math.sqrt(after));
  }

  /** Whether half of the samples has a column for each weight of a row. */
  private boolean isEnough(InputMoments moments) {
    return moments.odd().getFirst().inputs().columns() >= weights.columns();
  }

  private List<Regression> regressions(List<InputMoments.Group> groups) {
    Regression[] regressions = new Regression[groups.size()];
    Threads.each(
        threads,
        "plumbline-round",
        regressions.length,
        (group, _) -> regressions[group] = regression(group, groups.get(group)));
    return List.of(regressions);
  }

  private Regression regression(int group, InputMoments.Group moments) {
    int rows = weights.layout().filtersOfGroup();
    List<double[]> exact =
        IntStream.range(0, rows).mapToObj(row -> weights.exact(group * rows + row)).toList();
    Quadratic quadratic = Quadratic.of(moments.inputs());
    if (moments.wanted().rows() == 0) {
      return Regression.towards(quadratic, exact);
    }
    double[] units =
        IntStream.range(0, rows).mapToDouble(row -> sum.units().get(group * rows + row)).toArray();
    return Regression.towards(quadratic, exact, moments.wanted(), units);
  }

  /**
   * How strongly weights are held at the exact ones where what is best of them is found.
   *
   * @return empty where only the exact ones do
   */
  private OptionalDouble hold(List<Regression> even, List<Regression> odd) {
    double least = sum(even, odd, (own, _) -> error(own, weights::exact));
    OptionalDouble best = OptionalDouble.empty();
    for (double hold : HOLDS) {
      double error = sum(even, odd, (own, other) -> error(other, best(own, hold)));
      if (error < least) {
        least = error;
        best = OptionalDouble.of(CAUTION * hold);
      }
    }
    return best;
  }

  /** What is found by one half of the samples, and perhaps judged by the other. */
  private interface HalfWork {
    double of(List<Regression> own, List<Regression> other);
  }

  /** Of both halves, which are worked on at a time: a dense sum has one factor to find for each. */
  private double sum(List<Regression> even, List<Regression> odd, HalfWork work) {
    double[] found = new double[2];
    Threads.each(
        threads,
        "plumbline-half",
        found.length,
        (half, _) -> found[half] = half == 0 ? work.of(even, odd) : work.of(odd, even));
    return found[0] + found[1];
  }

  /** What is best of each row. */
  private RealRow best(List<Regression> regressions, double hold) {
    Ridge[] ridges = ridges(regressions, hold);
    return filter -> Objects.requireNonNull(ridges[weights.group(filter)]).weights(row(filter));
  }

  private Ridge[] ridges(List<Regression> regressions, double hold) {
    Ridge[] ridges = new Ridge[regressions.size()];
    Threads.each(
        threads,
        "plumbline-round",
        ridges.length,
        (group, _) -> ridges[group] = regressions.get(group).ridge(hold));
    return ridges;
  }

  /** The place of a filter in its group. */
  private int row(int filter) {
    return filter % weights.layout().filtersOfGroup();
  }

  /** Weights of a row, in steps of its integers. */
  private interface RealRow {
    double[] of(int filter);
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

  private int[][] rounded(List<Regression> regressions, OptionalDouble hold) {
    LeastSquaresRounding[] roundings = new LeastSquaresRounding[regressions.size()];
    Threads.each(
        threads,
        "plumbline-round",
        roundings.length,
        (group, _) ->
            roundings[group] = LeastSquaresRounding.of(regressions.get(group).quadratic()));
    RealRow aims = hold.isPresent() ? best(regressions, hold.getAsDouble()) : weights::exact;
    return rows(
        filter -> {
          int[] nearest = weights.integers(filter);
          int[] rounded =
              Objects.requireNonNull(roundings[weights.group(filter)])
                  .round(weights.exact(filter), aims.of(filter), nearest, weights.limit());
          Regression regression = regressions.get(weights.group(filter));
          return regression.error(row(filter), rounded) <= regression.error(row(filter), nearest)
              ? rounded
              : nearest;
        });
  }

  private double error(List<Regression> regressions, int[][] rows) {
    return error(regressions, filter -> Arrays.stream(rows[filter]).asDoubleStream().toArray());
  }

  /** The mean over channels of the squared error of the sum, in real numbers. */
  private double error(List<Regression> regressions, RealRow rows) {
    double[] errors = new double[weights.filters()];
    Threads.each(
        threads,
        "plumbline-round",
        errors.length,
        (filter, _) -> {
          double unit = sum.units().get(filter);
          Regression regression = regressions.get(weights.group(filter));
          errors[filter] = unit * unit * regression.error(row(filter), rows.of(filter));
        });
    return Arrays.stream(errors).sum() / Math.max(1, errors.length);
  }
}
