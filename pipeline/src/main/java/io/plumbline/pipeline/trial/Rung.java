package io.plumbline.pipeline.trial;

import io.plumbline.pipeline.request.Effort;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The steps of the documented ladder, in its order. */
public enum Rung {
  AS_GIVEN("as configured", (best, footing) -> List.of(best)),
  SEARCH("search over calibrators", (best, footing) -> List.of(best.withCalibration("default"))),
  MIXTURE("mix of calibrators", (best, footing) -> List.of(best.withCalibration("mix"))),
  PERCENTILES(
      "percentiles",
      (best, footing) ->
          DoubleStream.of(0.99999, 0.99995, 0.9999, 0.9995, 0.999)
              .mapToObj(best::withPercentile)
              .toList()),
  FINER_PERCENTILES("percentiles between", (best, footing) -> finer(best)),
  CHANNELS_AND_BIASES(
      "scales of channels, bias correction",
      (best, footing) ->
          footing.effort() == Effort.FAST ? List.of(best.withEffort(Effort.BALANCED)) : List.of()),
  ZERO_POINTS(
      "asymmetric",
      (best, footing) -> footing.asymmetric() ? List.of() : List.of(best.withZeroPoints())),
  ROUNDING(
      "weights rounded by least squares",
      (best, footing) ->
          footing.effort() == Effort.BEST ? List.of() : List.of(best.withEffort(Effort.BEST))),
  WIDE_NODES(
      "16 bits for sensitive values",
      (best, footing) ->
          footing.wide()
              ? Stream.of(0.05, 0.1, 0.25, 0.5, 1.0).map(best::withBudget).toList()
              : List.of()),
  FLOAT_TAIL(
      "tail in float",
      (best, footing) -> footing.tails().stream().map(best::withFloatNodes).toList());

  private final String label;
  private final BiFunction<Tuning, Footing, List<Tuning>> proposals;

  Rung(String label, BiFunction<Tuning, Footing, List<Tuning>> proposals) {
    this.label = label;
    this.proposals = proposals;
  }

  /** What is tried. */
  public String label() {
    return label;
  }

  /** What to try from the best so far on. */
  List<Tuning> proposals(Tuning best, Footing footing) {
    return proposals.apply(best, footing);
  }

  /** Half the distance to the next percentile on both sides, in orders of magnitude of the rest. */
  private static List<Tuning> finer(Tuning best) {
    if (best.percentile().isEmpty()) {
      return List.of();
    }
    double rest = 1 - best.percentile().getAsDouble();
    return DoubleStream.of(rest / 1.5, rest * 1.5)
        .map(share -> 1 - Math.rint(share * 1e7) / 1e7)
        .mapToObj(best::withPercentile)
        .toList();
  }
}
