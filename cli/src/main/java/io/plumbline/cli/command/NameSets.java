package io.plumbline.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sets of names as Horizon's tools write them: {@code a,b} or {@code "['a','b']"} for one
 * name a set, {@code "[['a'],['b','c']]"} for sets of several. In quotes a name may have anything:
 * it ends at the first such quote that a comma, a closing bracket or the end follows.
 */
final class NameSets implements ITypeConverter<NameSets.Sets> {
  /**
   * What was read.
   *
   * @param nested whether sets were written as such
   */
  record Sets(List<List<String>> names, boolean nested) {
    static final Sets NONE = new Sets(List.of(), false);

    Sets {
      names = names.stream().map(List::copyOf).toList();
    }

    /** All names, set after set. */
    List<String> flat() {
      return names.stream().flatMap(List::stream).toList();
    }
  }

  @Override
  public Sets convert(String text) {
    String stripped = text.strip();
    boolean listed = stripped.startsWith("[") && stripped.endsWith("]");
    String inner = listed ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
    if (stripped.startsWith("[") && !listed) {
      throw unclosed(text);
    }
    boolean nested = listed && inner.startsWith("[");
    Reader reader = new Reader(inner, nested);
    List<List<String>> sets =
        nested ? reader.sets() : reader.names().stream().map(List::of).toList();
    if (reader.isUnclosed()) {
      throw unclosed(text);
    }
    if (!reader.isAtEnd()) {
      throw new TypeConversionException("expected [[a],[b,c]], found '%s'".formatted(text));
    }
    if (sets.isEmpty() || sets.stream().anyMatch(List::isEmpty)) {
      throw new TypeConversionException("expected names, found '%s'".formatted(text));
    }
    return new Sets(sets, nested);
  }

  private static TypeConversionException unclosed(String text) {
    return new TypeConversionException(
        "a bracket is not closed in '%s'; a name that begins with one stands in quotes"
            .formatted(text));
  }

  /** Goes through a text once. */
  private static final class Reader {
    private final String text;
    private final boolean nested;
    private int at;
    private boolean unclosed;

    Reader(String text, boolean nested) {
      this.text = text;
      this.nested = nested;
    }

    /** Whether a set was left open. */
    boolean isUnclosed() {
      return unclosed;
    }

    boolean isAtEnd() {
      return at == text.length();
    }

    List<List<String>> sets() {
      List<List<String>> sets = new ArrayList<>();
      do {
        skipBlanks();
        if (!skip('[')) {
          return sets;
        }
        sets.add(names());
        if (!skip(']')) {
          unclosed = true;
          return sets;
        }
        skipBlanks();
      } while (skip(','));
      return sets;
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      do {
        String name = name();
        if (!name.isEmpty()) {
          names.add(name);
        }
      } while (skip(','));
      return names;
    }

    private String name() {
      skipBlanks();
      int begin = at;
      if (!isAtEnd() && "'\"".indexOf(text.charAt(at)) >= 0) {
        int end = closing(text.charAt(at));
        if (end > 0) {
          at = end + 1;
          skipBlanks();
          return text.substring(begin + 1, end);
        }
      }
      while (!isAtEnd() && !isEnd(text.charAt(at))) {
        at++;
      }
      return text.substring(begin, at).strip();
    }

    /** The quote that ends the name begun here; negative where there is none. */
    private int closing(char quote) {
      int end = text.indexOf(quote, at + 1);
      while (end >= 0) {
        String behind = text.substring(end + 1).stripLeading();
        if (behind.isEmpty() || isEnd(behind.charAt(0))) {
          return end;
        }
        end = text.indexOf(quote, end + 1);
      }
      return end;
    }

    private boolean isEnd(char character) {
      return character == ',' || (nested && character == ']');
    }

    private boolean skip(char character) {
      boolean found = !isAtEnd() && text.charAt(at) == character;
      at += found ? 1 : 0;
      return found;
    }

    private void skipBlanks() {
      while (!isAtEnd() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
