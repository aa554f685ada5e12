package io.plumbline.config.yaml;

import io.plumbline.tensor.BadConfigurationException;

/** The words of a TOML text; blanks and comments between them are passed over. */
final class TomlLexer {
  private static final String ENDS_WORD = " \t\r\n,]}#=";
  private static final String ESCAPES = "btnfr\"\\";
  private static final String ESCAPED = "\b\t\n\f\r\"\\";

  private final String text;
  private final String where;
  private int at;
  private int line = 1;

  TomlLexer(String text, String where) {
    this.text = text;
    this.where = where;
    passBlanks();
  }

  /** The line that comes next, from 1. */
  int line() {
    return line;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Takes a sign if it comes next, and the blanks behind it. */
  boolean takes(String sign) {
    boolean next = text.startsWith(sign, at);
    if (next) {
      at += sign.length();
      passBlanks();
    }
    return next;
  }

  /** Passes over empty lines and comments. */
  void passLines() {
    passBlanks();
    while (!atEnd() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
      line += text.charAt(at) == '\n' ? 1 : 0;
      at++;
      passBlanks();
    }
  }

  /** Requires that nothing else stands on the line. */
  void endLine() {
    passBlanks();
    if (!atEnd() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      throw error("expected the end of the line, found " + found());
    }
  }

  private void passBlanks() {
    while (!atEnd() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (!atEnd() && text.charAt(at) == '#') {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    }
  }

  /** Takes a bare or quoted key. */
  String key() {
    boolean quoted = !atEnd() && "\"'".indexOf(text.charAt(at)) >= 0;
    String key = quoted ? string(text.substring(at, at + 1)) : word("A-Za-z0-9_-");
    if (key.isEmpty() && !quoted) {
      throw error("expected a key, found " + found());
    }
    passBlanks();
    return key;
  }

  /** Takes a string, or a word: a number, a boolean or a date. */
  String scalar() {
    String scalar = value();
    passBlanks();
    return scalar;
  }

  private String value() {
    for (String quote : new String[] {"\"\"\"", "'''", "\"", "'"}) {
      if (text.startsWith(quote, at)) {
        return string(quote);
      }
    }
    String word = word("A-Za-z0-9_+.:-");
    if (word.isEmpty() || (!atEnd() && ENDS_WORD.indexOf(text.charAt(at)) < 0)) {
      throw error("expected a value, found " + found());
    }
    return word.matches("[+-]?[0-9][0-9_.eE+-]*") ? word.replace("_", "") : word;
  }

  private String word(String characters) {
    int end = at;
    while (end < text.length() && text.substring(end, end + 1).matches("[" + characters + "]")) {
      end++;
    }
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  private String string(String quote) {
    boolean several = quote.length() > 1;
    boolean escapes = quote.startsWith("\"");
    int begin = line;
    at += quote.length();
    StringBuilder result = new StringBuilder();
    if (several) {
      passFirstBreak();
    }
    while (!text.startsWith(quote, at)) {
      if (atEnd() || (!several && text.charAt(at) == '\n')) {
        throw error(begin, "a string is not closed");
      }
      char c = text.charAt(at++);
      line += c == '\n' ? 1 : 0;
      if (c == '\\' && escapes) {
        escape(result);
      } else {
        result.append(c);
      }
    }
    at += quote.length();
    return result.toString();
  }

  private void passFirstBreak() {
    if (text.startsWith("\r\n", at) || text.startsWith("\n", at)) {
      at = text.indexOf('\n', at) + 1;
      line++;
    }
  }

  private void escape(StringBuilder result) {
    char c = atEnd() ? '\n' : text.charAt(at++);
    int known = ESCAPES.indexOf(c);
    if (known >= 0) {
      result.append(ESCAPED.charAt(known));
    } else if (c == 'u' || c == 'U') {
      int digits = c == 'u' ? 4 : 8;
      String code = text.substring(at, Math.min(at + digits, text.length()));
      if (!code.matches("[0-9A-Fa-f]{%d}".formatted(digits))
          || !Character.isValidCodePoint(Integer.parseUnsignedInt(code, 16))) {
        throw error("\\%s%s is no character".formatted(c, code));
      }
      result.appendCodePoint(Integer.parseInt(code, 16));
      at += digits;
    } else if (Character.isWhitespace(c)) {
      at--;
      passBreaks();
    } else {
      throw error("\\%s stands for nothing".formatted(c));
    }
  }

  /** A backslash at the end of a line joins it to what follows. */
  private void passBreaks() {
    while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
      line += text.charAt(at) == '\n' ? 1 : 0;
      at++;
    }
  }

  /** What comes next, for messages. */
  String found() {
    int end = text.indexOf('\n', at);
    String rest = text.substring(at, end < 0 ? text.length() : end).strip();
    return rest.isEmpty() ? "the end of the line" : "'" + rest + "'";
  }

  BadConfigurationException error(String message) {
    return error(line, message);
  }

  private BadConfigurationException error(int place, String message) {
    return new BadConfigurationException(
        "config.not-toml",
        where + ":" + place,
        "not readable as TOML: " + message,
        "correct the line; texts are quoted");
  }
}
