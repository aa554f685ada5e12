package io.plumbline.tensor.colour;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who fills a device's input memory. */
public enum InputSource {
  /** The program that runs the model, with a tensor in memory. */
  DDR,
  /** A camera pipeline, with whole pictures of the model's size. */
  PYRAMID,
  /** A scaler, with a region of a larger picture resized to the model's size. */
  RESIZER;

  /** As written in configurations: {@code ddr}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> labels() {
    return Arrays.stream(values()).map(InputSource::label).toList();
  }

  public static Optional<InputSource> of(String label) {
    return Arrays.stream(values()).filter(source -> source.label().equals(label)).findFirst();
  }
}
