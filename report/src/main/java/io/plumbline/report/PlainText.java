package io.plumbline.report;

import java.util.HexFormat;

/**
 * Words of others, such as names of nodes, tensors and files, as a terminal may show them: control
 * characters, characters that change the direction of what follows, line separators and halves of
 * surrogate pairs are written as escapes ({@code \n}, {@code \u001b}).
 */
public final class PlainText {
  /** A word of more characters, without white space in it, loses its middle. */
  static final int LONGEST_WORD = 160;

  /** What {@code where} a finding or an error is shows at most. */
  static final int LONGEST_PLACE = 200;

  private PlainText() {}

  /** All of it, on one line. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(plain, point));
    return plain.toString();
  }

  /** Likewise, with line ends and tabs as they are: for texts of several lines. */
  public static String lines(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == '\n' || point == '\t') {
                plain.append((char) point);
              } else {
                append(plain, point);
              }
            });
    return plain.toString();
  }

  /** On one line, where very long words lose their middle. */
  public static String sentence(String text) {
    StringBuilder sentence = new StringBuilder();
    int from = 0;
    String plain = of(text);
    for (int end = 0; end <= plain.length(); end++) {
      if (end == plain.length() || plain.charAt(end) == ' ') {
        sentence.append(shortened(plain.substring(from, end), LONGEST_WORD));
        sentence.append(end == plain.length() ? "" : " ");
        from = end + 1;
      }
    }
    return sentence.toString();
  }

  /** The name of a file, node or tensor on one line; a very long one loses its middle. */
  public static String place(String text) {
    return shortened(of(text), LONGEST_PLACE);
  }

  private static String shortened(String text, int longest) {
    int end = longest / 2;
    return text.length() <= longest
        ? text
        : text.substring(0, end) + "…" + text.substring(text.length() - end + 1);
  }

  private static void append(StringBuilder plain, int point) {
    switch (point) {
      case '\n' -> plain.append("\\n");
      case '\r' -> plain.append("\\r");
      case '\t' -> plain.append("\\t");
      default -> {
        if (isShown(point)) {
          plain.appendCodePoint(point);
        } else {
          HexFormat hex = HexFormat.of();
          plain.append(
              point > Character.MAX_VALUE
                  ? "\\U" + hex.toHexDigits(point)
                  : "\\u" + hex.toHexDigits((char) point));
        }
      }
    }
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
