package io.plumbline.config.pulsar;

import io.plumbline.tensor.BadConfigurationException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The words of a text in protobuf's text format; blanks and comments are passed over. */
final class TextProtoLexer {
  private static final String ENDS_WORD = "{}<>[]:,;#\"'";

  private final String text;
  private final String where;
  private int at;
  private int line = 1;

  TextProtoLexer(String text, String where) {
    this.text = text;
    this.where = where;
    pass();
  }

  /** The line of the next word, from 1. */
  int line() {
    return line;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Takes a sign if it comes next; the empty one is the end of the text. */
  boolean takes(String sign) {
    if (sign.isEmpty()) {
      return atEnd();
    }
    if (!text.startsWith(sign, at)) {
      return false;
    }
    at += sign.length();
    pass();
    return true;
  }

  /** Takes the name of a field. */
  String name() {
    String word = word();
    if (!word.matches("[A-Za-z_]\\w*")) {
      throw error(where, line, "expected the name of a field, found " + found(word));
    }
    pass();
    return word;
  }

  /** Takes a number, a word, or strings, those that follow each other joined. */
  String scalar() {
    if (atEnd()) {
      throw error(where, line, "expected a value, found the end of the text");
    }
    if (isQuote()) {
      StringBuilder joined = new StringBuilder();
      while (isQuote()) {
        joined.append(string());
        pass();
      }
      return joined.toString();
    }
    String word = word();
    if (!word.matches("[+-]?[\\w.][\\w.+-]*")) {
      throw error(where, line, "expected a value, found " + found(word));
    }
    pass();
    return word;
  }

  private boolean isQuote() {
    return !atEnd() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private String found(String word) {
    return word.isEmpty()
        ? atEnd() ? "the end of the text" : "'" + text.charAt(at) + "'"
        : "'" + word + "'";
  }

  private String word() {
    int start = at;
    while (!atEnd()
        && !Character.isWhitespace(text.charAt(at))
        && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String string() {
    char quote = text.charAt(at++);
    // Octal and hexadecimal escapes are bytes of UTF-8.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!atEnd() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      if (text.charAt(at) == '\\') {
        at++;
        bytes.write(escaped());
      } else {
        int code = text.codePointAt(at);
        at += Character.charCount(code);
        bytes.writeBytes(Character.toString(code).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (atEnd() || text.charAt(at) != quote) {
      throw error(where, line, "the %c that closes this string is missing".formatted(quote));
    }
    at++;
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int escaped() {
    char sign = atEnd() ? ' ' : text.charAt(at);
    if (sign >= '0' && sign <= '7') {
      return digits(3, 8);
    }
    at++;
    return switch (sign) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case '\\', '\'', '"', '?' -> sign;
      case 'x', 'X' -> digits(2, 16);
      default -> throw error(where, line, "'\\%c' is no escape".formatted(sign));
    };
  }

  private int digits(int most, int radix) {
    int value = 0;
    int taken = 0;
    while (taken < most && !atEnd() && Character.digit(text.charAt(at), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(at), radix);
      at++;
      taken++;
    }
    if (taken == 0) {
      throw error(where, line, "an escape without digits");
    }
    return value & 0xff;
  }

  private void pass() {
    while (!atEnd()) {
      char sign = text.charAt(at);
      if (sign == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(sign) || sign == '\uFEFF') {
        if (sign == '\n') {
          line++;
        }
        at++;
      } else {
        return;
      }
    }
  }

  static BadConfigurationException error(String where, int line, String message) {
    return new BadConfigurationException(
        "config.not-textproto",
        where + ":" + line,
        "not readable as protobuf text: " + message,
        "the form is NAME: VALUE, and NAME { … } for a message; # begins a comment");
  }
}
