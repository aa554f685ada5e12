package io.plumbline.formats.caffe.prototxt;

import io.plumbline.tensor.BadModelException;

/** Cuts protobuf text format into words, quoted strings and signs. */
public final class TextScanner {
  /** What a piece of text is. */
  public enum Kind {
    WORD,
    QUOTED,
    SIGN,
    END
  }

  /**
   * One piece of text.
   *
   * @param text without quotes, escapes resolved
   * @param line from 1
   */
  public record Token(Kind kind, String text, int line) {
    boolean is(String sign) {
      return kind == Kind.SIGN && text.equals(sign);
    }

    @Override
    public String toString() {
      return kind == Kind.END ? "the end of the file" : "'" + text + "'";
    }
  }

  private static final String SIGNS = "{}<>[]:;,";

  private final String text;
  private final CaffeSource source;
  private int position;
  private int line = 1;

  public TextScanner(String text, CaffeSource source) {
    this.text = text;
    this.source = source;
  }

  public Token next() {
    skipBlanks();
    if (position >= text.length()) {
      return new Token(Kind.END, "", line);
    }
    char first = text.charAt(position);
    if (first == '"' || first == '\'') {
      return quoted(first);
    }
    if (SIGNS.indexOf(first) >= 0) {
      position++;
      return new Token(Kind.SIGN, String.valueOf(first), line);
    }
    if (!isWord(first)) {
      throw bad("the character '%c' has no meaning here".formatted(first));
    }
    int start = position;
    while (position < text.length() && isWord(text.charAt(position))) {
      position++;
    }
    return new Token(Kind.WORD, text.substring(start, position), line);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-'
        || c == '+';
  }

  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\uFEFF') {
        line += c == '\n' ? 1 : 0;
        position++;
      } else {
        return;
      }
    }
  }

  private Token quoted(char quote) {
    int start = line;
    position++;
    StringBuilder value = new StringBuilder();
    while (position < text.length()) {
      char c = text.charAt(position++);
      if (c == quote) {
        return new Token(Kind.QUOTED, value.toString(), start);
      }
      if (c == '\n') {
        break;
      }
      value.append(c == '\\' ? escape() : c);
    }
    throw source.bad("caffe.text", start, "a quoted string does not end", "close the quote");
  }

  private char escape() {
    if (position >= text.length()) {
      throw bad("the file ends within a string");
    }
    char c = text.charAt(position++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case '\\', '"', '\'', '?' -> c;
      default -> throw bad("the escape '\\%c' is not known".formatted(c));
    };
  }

  private BadModelException bad(String message) {
    return source.bad("caffe.text", line, message, "correct the text; is this a prototxt?");
  }
}
