package io.plumbline.pipeline.debug.cause;

import io.plumbline.verify.score.PairedGain;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Noise at the outputs, one figure for each sample, without a cure and with it. */
final class Effect {
  /** Signal to noise from which on a sample counts as free of noise, in decibels. */
  private static final double MOST = 120;

  /** By how many times the noise of all may differ from the sum of what each step makes. */
  private static final double ADDS_UP = 2;

  /** On fewer samples the quantized model refutes too little. */
  private static final int ENOUGH = 32;

  /** How unlikely a gain that is expected may be by what the quantized model gains. */
  private static final double REFUTED = 0.05;

  private final double[] before;
  private final double[] after;

  /**
   * Takes the arrays over.
   *
   * @param before without it
   * @param after with it
   */
  Effect(double[] before, double[] after) {
    this.before = before;
    this.after = after;
  }

  static double mean(double... noise) {
    double mean = 0;
    for (double each : noise) {
      mean += each / noise.length;
    }
    return mean;
  }

  static double decibels(double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : -10 * StrictMath.log10(noise);
  }

  /**
   * What a cure gains in the quantized model. There rounding one place otherwise shuffles the
   * errors behind it, which hides small gains. Where that leaves it open, what is expected by parts
   * counts.
   *
   * @param alone in the float model where nothing but the step rounds
   * @param sum of the mean noise of all steps, each alone
   * @param byParts whether the errors of the step add up to those of the others
   */
  Cure cure(Cure.Kind kind, Effect alone, double sum, boolean byParts) {
    double noise = mean(before);
    double gain = noise == 0 ? 0 : decibels(mean(after)) - decibels(noise);
    Cure measured = new Cure(kind, gain, paired().chance(), false);
    OptionalDouble expected = expected(alone, sum);
    if (measured.isSure() || !byParts || expected.isEmpty()) {
      return measured;
    }
    Cure added = new Cure(kind, expected.getAsDouble(), alone.paired().chance(), true);
    return added.isSure() ? added : measured;
  }

  /** Whether the quantized model gains less than is expected by parts, as far as samples tell. */
  boolean refutes(Effect alone, double sum) {
    OptionalDouble expected = expected(alone, sum);
    PairedGain paired = paired();
    return expected.isPresent()
        && new PairedGain(expected.getAsDouble() - paired.mean(), paired.error(), paired.samples())
                .chance()
            <= REFUTED;
  }

  /** The gain if the noise of the step is that part of the whole that it is of the sum of all. */
  private OptionalDouble expected(Effect alone, double sum) {
    double noise = mean(before);
    double part = sum == 0 ? 0 : noise / sum;
    double left = noise - Math.min(1, part) * (mean(alone.before) - mean(alone.after));
    boolean known = before.length >= ENOUGH && part >= 1 / ADDS_UP && part <= ADDS_UP && left > 0;
    return known ? OptionalDouble.of(decibels(left) - decibels(noise)) : OptionalDouble.empty();
  }

  private PairedGain paired() {
    return PairedGain.of(floored(after), floored(before));
  }

  /** Decibels, no more than {@link #MOST}: a sample without noise is not all that counts. */
  private static double[] floored(double... noise) {
    return Arrays.stream(noise).map(each -> Math.min(MOST, decibels(each))).toArray();
  }
}
