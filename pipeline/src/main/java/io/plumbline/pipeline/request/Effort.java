package io.plumbline.pipeline.request;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How much is done for the accuracy of a quantized model. */
public enum Effort {
  /** Ranges of activations, in one pass over the samples. */
  FAST,
  /** Sequential bias correction besides, which runs the integer program on the samples. */
  BALANCED,
  /** Rounding of weights by least squares besides, sum after sum before their biases. */
  BEST;

  /** Lower-case name, as in a configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The effort of this label. */
  public static Optional<Effort> named(String label) {
    return Stream.of(values()).filter(effort -> effort.label().equals(label)).findFirst();
  }

  /** All labels, the least effort first. */
  public static List<String> labels() {
    return Stream.of(values()).map(Effort::label).toList();
  }
}
