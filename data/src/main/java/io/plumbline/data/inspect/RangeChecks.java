package io.plumbline.data.inspect;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values that contradict what the model does to its pixels itself. An input of pixels is handed
 * 0…255 by the device, so its samples must hold the same.
 */
final class RangeChecks {
  private static final double LARGEST_NORMALISED = 300;
  private static final double SMALLEST_NORMALISED = 0.02;

  private final InputSamples samples;
  private final Normalisation model;
  private final List<Finding> findings = new ArrayList<>();

  private RangeChecks(InputSamples samples) {
    this.samples = samples;
    this.model = samples.expected().normalisation();
  }

  static List<Finding> of(InputSamples samples) {
    RangeChecks checks = new RangeChecks(samples);
    if (samples.expected().type().isPicture() && !samples.facts().isEmpty()) {
      checks.pixels();
    }
    return checks.findings;
  }

  private void pixels() {
    boolean negative = samples.most(0.5, facts -> facts.negative() > InputSamples.FEW_PIXELS);
    boolean beyond = samples.most(0.5, facts -> facts.beyond() > InputSamples.FEW_PIXELS);
    boolean fractions = samples.min() >= 0 && samples.max() <= 1 && samples.max() > 0;
    if (negative) {
      negativePixels();
    } else if (beyond) {
      warn(
          "data.beyond-pixels",
          "the samples reach %s, the device hands over 0…255; scale them to that range first",
          samples.max());
    } else if (fractions) {
      fractions();
    } else {
      normalised();
    }
  }

  private void negativePixels() {
    if (model.subtracts() || model.shrinks()) {
      warn(
          "data.already-normalised",
          "the samples reach down to %s, and the model subtracts its mean and scales by itself;"
              + " prepare them without mean and scale, in 0…255, or remove mean_value,"
              + " scale_value and std_value and say featuremap",
          samples.min());
    } else {
      warn(
          "data.negative-pixels",
          "the samples reach down to %s, the device hands over 0…255; move the normalisation from"
              + " the preparation of the data to mean_value and scale_value",
          samples.min());
    }
  }

  private void fractions() {
    if (model.shrinks()) {
      warn(
          "data.already-scaled",
          "the samples lie within 0…%s, and the model scales by itself once more; prepare them in"
              + " 0…255 (read_mode skimage gives 0…1: multiply by 255)",
          samples.max());
    } else {
      warn(
          "data.unit-pixels",
          "the samples lie within 0…%s, the device hands over 0…255; prepare them in 0…255, and if"
              + " the model was trained on 0…1 say scale_value: 0.003921568627451",
          samples.max());
    }
  }

  /** What the first layer would see. */
  private void normalised() {
    double largest = 0;
    for (TensorFacts facts : samples.facts()) {
      for (int channel = 0; channel < facts.channels().size(); channel++) {
        ChannelFacts values = facts.channels().get(channel);
        largest = Math.max(largest, Math.abs(model.apply(channel, values.min())));
        largest = Math.max(largest, Math.abs(model.apply(channel, values.max())));
      }
    }
    if (largest > LARGEST_NORMALISED) {
      warn(
          "data.normalised-range",
          "after mean and scale the first layer would see values up to %s; a deviation was perhaps"
              + " given in units of 0…1 (0.229 is 58.395 of 255), or as scale instead of std",
          largest);
    } else if (largest < SMALLEST_NORMALISED && model.shrinks()) {
      warn(
          "data.normalised-range",
          "after mean and scale the first layer would see nothing above %s; scale_value is perhaps"
              + " applied twice or was meant as std_value",
          largest);
    }
  }

  private void warn(String code, String message, double value) {
    findings.add(
        Finding.warning(
            code,
            samples.expected().source(),
            "input '%s': ".formatted(samples.expected().name())
                + String.format(Locale.ROOT, message, number(value))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
