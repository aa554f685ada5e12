package io.plumbline.report;

import java.util.Locale;

/** How cells look to people; words of others as plain text. */
public final class CellText {
  private CellText() {}

  public static String of(Cell cell) {
    return switch (cell) {
      case Cell.Text(String text) -> PlainText.of(text);
      case Cell.Count(long value) -> Long.toString(value);
      case Cell.Real(double value, int decimals) ->
          Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%." + decimals + "f", value);
      case Cell.Missing() -> "--";
    };
  }

  static boolean isNumber(Cell cell) {
    return switch (cell) {
      case Cell.Count count -> true;
      case Cell.Real real -> true;
      case Cell.Text text -> false;
      case Cell.Missing missing -> true;
    };
  }
}
