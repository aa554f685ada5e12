package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Count;
import java.util.List;
import java.util.Locale;

/**
 * What correction of biases found in a quantized model, with weights rounded before or not.
 *
 * @param shifts one for each sum that has a bias for each channel, in execution order
 * @param rounded one for each of the same sums, where weights were to be rounded by least squares
 * @param before how near the program is to the float network on the samples
 * @param after the same with the corrections
 * @param single whether there is one sample only, by which nothing is corrected
 */
public record Correction(
    List<BiasShift> shifts,
    List<RoundedWeights> rounded,
    Fidelity before,
    Fidelity after,
    boolean single) {
  public Correction {
    shifts = List.copyOf(shifts);
    rounded = List.copyOf(rounded);
  }

  /** Of a model that has nothing to correct, or no samples to correct it by. */
  static Correction none(Fidelity fidelity, boolean single) {
    return new Correction(List.of(), List.of(), fidelity, fidelity, single);
  }

  /** Whether the results come nearer, as a whole and part by part. */
  public boolean isAccepted() {
    return after.isNearerThan(before);
  }

  /** A line that says what was done. */
  public String summary() {
    if (shifts.isEmpty()) {
      return single
          ? "nothing is corrected: there is one sample only"
          : "nothing to correct: no sum has a bias for each channel";
    }
    int changed = rounded.isEmpty() ? applied().size() : appliedWeights().size();
    return isAccepted()
        ? String.format(
            Locale.ROOT,
            "%d of %s, sample SQNR %.2f dB, before %.2f dB",
            changed,
            Count.of(shifts.size(), "sum"),
            after.decibels(),
            before.decibels())
        : "left out, the outputs would not come nearer to those of the float model";
  }

  /** How near the program is with what is applied. */
  public Fidelity fidelity() {
    return isAccepted() ? after : before;
  }

  /** The weights that are to be changed. */
  public List<RoundedWeights> appliedWeights() {
    return isAccepted() ? rounded.stream().filter(RoundedWeights::isAccepted).toList() : List.of();
  }

  /** The corrections that are to be applied. */
  public List<BiasShift> applied() {
    return isAccepted() ? shifts.stream().filter(BiasShift::isAccepted).toList() : List.of();
  }
}
