package io.plumbline.pipeline.debug.cause;

import io.plumbline.tensor.Count;
import io.plumbline.verify.debug.StepError;
import java.util.Locale;

/** The figures that the cause of an error rests on, in words. */
public final class Evidence {
  private Evidence() {}

  /** Of what costs most of a step. */
  public static String of(Suspect suspect) {
    return suspect.error().map(Evidence::of).orElse("its result is not rounded");
  }

  private static String use(StepError same) {
    return same.used() > 1
        ? String.format(Locale.ROOT, "values up to %.2f times the range", same.used())
        : String.format(Locale.ROOT, "%.0f %% of the range used", 100 * same.used());
  }

  /** The figures that a cause rests on. */
  private static String of(NodeError error) {
    StepError same = error.same();
    return switch (error.cause()) {
      case CLIPPING ->
          String.format(
              Locale.ROOT,
              "%.2f %% cut off at %.4g",
              100 * same.clipped(),
              error.place().threshold());
      case ROUNDING ->
          String.format(Locale.ROOT, "%s, %s", use(same), Count.of(same.distinct(), "integer"));
      case IMPLEMENTATION ->
          String.format(
              Locale.ROOT,
              "the program is %s off on the same input",
              Count.of(error.facts().programSteps(), "step"));
      case MIXED_MAGNITUDE ->
          String.format(
              Locale.ROOT, "inputs differ by a factor of %.1f", error.facts().inputRatio());
      case COLLAPSED -> Count.of(same.distinct(), "integer") + " of a result that varies";
      case WEIGHT_SPREAD ->
          String.format(
              Locale.ROOT,
              "largest channel × %.1f of the middle one, %.2f %% of weights cut off",
              Math.max(error.facts().weightSpread(), same.spread()),
              100 * error.facts().weightsClipped());
      case BIAS ->
          String.format(
              Locale.ROOT,
              "shift of channels is %.0f %% of the error of %.1f steps",
              100 * same.energies().share(same.energies().shift()),
              same.rmse());
      case NONE -> String.format(Locale.ROOT, "%.2f steps, as rounding costs", same.rmse());
    };
  }
}
