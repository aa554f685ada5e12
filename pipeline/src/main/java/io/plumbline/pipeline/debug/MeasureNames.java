package io.plumbline.pipeline.debug;

import io.plumbline.verify.compare.Measure;

/** What measures are called in tables of debugging, and how they are drawn. */
final class MeasureNames {
  private MeasureNames() {}

  /** The documented name. */
  static String of(Measure measure) {
    return measure == Measure.COSINE ? "cosine-similarity" : measure.label();
  }

  /** What {@link #harm} is of. */
  static String harmOf(Measure measure) {
    return switch (measure) {
      case COSINE, CORRELATION -> "1 − " + of(measure);
      case SQNR -> "noise over signal";
      case MSE, MAE, MRE, CHEBYSHEV, RELATIVE_ERROR, CDF_DISTANCE, ARG_MAX_FLIPS -> of(measure);
    };
  }

  /**
   * A figure as a bar: 0 for equal tensors, and longer the worse it is. Of decibels that is the
   * energy of the error over that of the signal.
   */
  static double harm(Measure measure, double figure) {
    return switch (measure) {
      case COSINE, CORRELATION -> 1 - figure;
      case SQNR -> StrictMath.pow(10, -figure / 10);
      case MSE, MAE, MRE, CHEBYSHEV, RELATIVE_ERROR, CDF_DISTANCE, ARG_MAX_FLIPS -> figure;
    };
  }
}
