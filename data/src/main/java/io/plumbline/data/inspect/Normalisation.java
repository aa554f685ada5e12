package io.plumbline.data.inspect;

import java.util.List;

/**
 * What the model does to its pixels itself before the first layer: {@code (x − mean) · scale}.
 * Samples are expected without it.
 *
 * @param mean one value, one for each channel, or none for 0
 * @param scale one value, one for each channel, or none for 1; a standard deviation is its inverse
 */
public record Normalisation(List<Double> mean, List<Double> scale) {
  /** Nothing is done. */
  public static final Normalisation NONE = new Normalisation(List.of(), List.of());

  public Normalisation {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /** Whether a mean other than 0 is subtracted. */
  public boolean subtracts() {
    return mean.stream().anyMatch(value -> value != 0);
  }

  /** Whether values become at most a tenth of what they are, as in a division by 255. */
  public boolean shrinks() {
    return scale.stream().anyMatch(value -> Math.abs(value) <= 0.1);
  }

  /** The value a pixel of a channel becomes. */
  public double apply(int channel, double value) {
    return (value - of(mean, channel, 0)) * of(scale, channel, 1);
  }

  private static double of(List<Double> values, int channel, double fallback) {
    return values.isEmpty() ? fallback : values.get(Math.min(channel, values.size() - 1));
  }
}
