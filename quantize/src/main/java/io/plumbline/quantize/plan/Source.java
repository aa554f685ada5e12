package io.plumbline.quantize.plan;

/** Where the parameters of a tensor come from. */
public sealed interface Source {
  /**
   * From statistics.
   *
   * @param method as the calibrator calls itself, such as {@code max-percentile:0.99995}
   */
  record Calibrated(String method) implements Source {}

  /** The model brought them along. */
  record Loaded() implements Source {}

  /** Known before any sample is seen, as those of a picture input. */
  record Fixed() implements Source {}

  /** They are those of another value, whose numbers this one holds or joins. */
  record SharedWith(String value) implements Source {}

  /** As {@code quant_info.json} has it: a calibrator's name, {@code load}, {@code shared:NAME} … */
  default String word() {
    return switch (this) {
      case Calibrated(String method) -> method;
      case Loaded() -> "load";
      case Fixed() -> "fixed";
      case SharedWith(String value) -> "shared:" + value;
    };
  }

  /** The source that prints as this word. */
  static Source parse(String word) {
    return switch (word) {
      case "load" -> new Loaded();
      case "fixed" -> new Fixed();
      default ->
          word.startsWith("shared:")
              ? new SharedWith(word.substring("shared:".length()))
              : new Calibrated(word);
    };
  }

  /** Whether samples had no say. */
  default boolean isGiven() {
    return switch (this) {
      case Loaded(), Fixed() -> true;
      case Calibrated _, SharedWith _ -> false;
    };
  }
}
