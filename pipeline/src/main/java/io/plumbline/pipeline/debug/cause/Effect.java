package io.plumbline.pipeline.debug.cause;

import io.plumbline.verify.score.PairedGain;
import java.util.Arrays;

/**
 * Noise at the outputs, one figure for each sample, without a cure and with it.
 *
 * @param before without it
 * @param after with it
 */
record Effect(double[] before, double[] after) {
  /** Signal to noise from which on a sample counts as free of noise, in decibels. */
  private static final double MOST = 120;

  /** By how many times the noise of all may differ from the sum of what each step makes. */
  private static final double ADDS_UP = 2;

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
   * errors behind it, which hides small gains. Where that leaves it open, the noise that the step
   * makes alone decides, from which nothing is shuffled: as far as the errors of steps add up, and
   * unless the quantized model says otherwise.
   *
   * @param alone in the float model where nothing but the step rounds
   * @param sum of the mean noise of all steps, each alone
   */
  Cure cure(Cure.Kind kind, Effect alone, double sum) {
    double noise = mean(before);
    PairedGain paired = paired();
    double gain = noise == 0 ? 0 : decibels(mean(after)) - decibels(noise);
    Cure measured = new Cure(kind, gain, paired.chance(), false);
    double part = sum == 0 ? 0 : noise / sum;
    double left = noise - Math.min(1, part) * (mean(alone.before) - mean(alone.after));
    if (measured.isSure() || part < 1 / ADDS_UP || part > ADDS_UP || left <= 0) {
      return measured;
    }
    double expected = decibels(left) - decibels(noise);
    Cure added = new Cure(kind, expected, alone.paired().chance(), true);
    double refuted =
        new PairedGain(expected - paired.mean(), paired.error(), paired.samples()).chance();
    return added.isSure() && refuted > Cure.LEVEL ? added : measured;
  }

  private PairedGain paired() {
    return PairedGain.of(floored(after), floored(before));
  }

  /** Decibels, no more than {@link #MOST}: a sample without noise is not all that counts. */
  private static double[] floored(double... noise) {
    return Arrays.stream(noise).map(each -> Math.min(MOST, decibels(each))).toArray();
  }
}
