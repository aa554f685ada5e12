package io.plumbline.pipeline.tune;

import java.util.List;
import java.util.Locale;

/**
 * What bias correction found in a quantized model.
 *
 * @param shifts one for each sum that has a bias for each channel, in execution order
 * @param before distance of the program's outputs from those of the float network on the samples:
 *     the mean of Σ(x−y)² / Σx² over samples and outputs
 * @param after the same with the corrections
 */
public record Correction(List<BiasShift> shifts, double before, double after) {
  /** Of a model that has nothing to correct, or no samples to correct it by. */
  public static final Correction NONE = new Correction(List.of(), 0, 0);

  public Correction {
    shifts = List.copyOf(shifts);
  }

  /** Whether the outputs come nearer. */
  public boolean isAccepted() {
    return after < before;
  }

  /** A line that says what was done. */
  public String summary() {
    return isAccepted()
        ? String.format(
            Locale.ROOT,
            "%d of %d sums, relative error of the outputs %.4f, before %.4f",
            applied().size(),
            shifts.size(),
            Math.sqrt(after),
            Math.sqrt(before))
        : "left out, the outputs would not come nearer to those of the float model";
  }

  /** The corrections that are to be applied. */
  public List<BiasShift> applied() {
    return isAccepted() ? shifts.stream().filter(BiasShift::isAccepted).toList() : List.of();
  }
}
