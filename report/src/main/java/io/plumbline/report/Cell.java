package io.plumbline.report;

/** One entry of a table. */
public sealed interface Cell {
  /** Words. */
  record Text(String text) implements Cell {}

  /** A whole number. */
  record Count(long value) implements Cell {}

  /** A real number shown with a fixed number of decimals; full precision in machine formats. */
  record Real(double value, int decimals) implements Cell {}

  /** Nothing to say, shown as {@code --}. */
  record Missing() implements Cell {}

  static Cell of(String text) {
    return new Text(text);
  }

  static Cell of(long value) {
    return new Count(value);
  }

  static Cell real(double value, int decimals) {
    return new Real(value, decimals);
  }

  static Cell missing() {
    return new Missing();
  }
}
