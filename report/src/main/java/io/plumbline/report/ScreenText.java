package io.plumbline.report;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/** Text as it stands on a screen of fixed columns. Chinese and the like take two columns each. */
public final class ScreenText {
  private static final String SEPARATORS = "/+,_.:;-=";

  private ScreenText() {}

  /** Columns that a text takes. */
  static int width(String text) {
    return text.codePoints().map(ScreenText::width).sum();
  }

  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return switch (UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
      default -> point >= 0xFF01 && point <= 0xFF60;
    };
  }

  /**
   * A cell in lines of at most this many columns: broken at blanks, else behind a separator such as
   * {@code /}, {@code +} or {@code _} or in front of a capital, else where the line is full.
   */
  static List<String> cell(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (width(rest) > columns) {
      int full = fitting(rest, columns);
      int end = breakBefore(rest, full);
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** How many characters from the front take at most this many columns; one at least. */
  private static int fitting(String text, int columns) {
    int end = 0;
    int used = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      used += width(point);
      if (used > columns && end > 0) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  private static int breakBefore(String text, int full) {
    int blank = text.lastIndexOf(' ', full);
    if (blank > 0) {
      return blank;
    }
    for (int end = full; end > full / 4; end--) {
      char last = text.charAt(end - 1);
      boolean newWord = Character.isLowerCase(last) && Character.isUpperCase(text.charAt(end));
      if (newWord || SEPARATORS.indexOf(last) >= 0) {
        return end;
      }
    }
    return full;
  }

  /**
   * A sentence in lines of about this many columns. Words stay whole, so that a path or a command
   * can be copied; lines after the first stand two columns further in than the first. What is
   * indented by four columns or more is a command, and stays on one line.
   */
  public static List<String> sentence(String text, int columns) {
    int indent = text.length() - text.stripLeading().length();
    if (indent >= 4 || width(text) <= columns) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(text.substring(0, indent));
    int used = indent;
    boolean empty = true;
    for (String word : text.strip().split(" ")) {
      int more = width(word) + (empty ? 0 : 1);
      if (used + more > columns && used > columns / 3) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent + 2));
        used = indent + 2;
        more = width(word);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      used += more;
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }
}
