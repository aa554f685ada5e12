package io.plumbline.quantize.mask;

import io.plumbline.tensor.DType;
import java.util.Locale;

/** What a number far from all others says, as far as the graph shows it. */
public enum Meaning {
  /** Softmax, a maximum or their like leaves it out of account. */
  NO_PART,
  /** Where or Pad puts it in place of other numbers. */
  FILLED,
  /** Nothing is known but its size. */
  LARGE;

  /** The words for what a number does in a value. */
  String words(float number) {
    String shown = Float.isInfinite(number) ? "infinity" : Float.toString(number);
    return switch (this) {
      case NO_PART -> "holds %s, which stands for 'takes no part'".formatted(shown);
      case FILLED -> "holds %s, which is filled in".formatted(shown);
      case LARGE ->
          Float.isFinite(number)
              ? "holds %s, of which 8 bits would make steps of at least %s"
                  .formatted(shown, step(number))
              : "holds %s, which no scale reaches".formatted(shown);
    };
  }

  private static String step(float number) {
    double steps = DType.UINT8.maximum();
    return String.format(Locale.ROOT, "%.3g", Math.abs(number) / steps);
  }
}
