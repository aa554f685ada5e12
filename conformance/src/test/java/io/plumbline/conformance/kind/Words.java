package io.plumbline.conformance.kind;

import java.util.ArrayList;
import java.util.List;

/** Words of a line. */
final class Words {
  private Words() {}

  /** The parts between separators, empty ones included. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + 1;
    }
    parts.add(text.substring(from));
    return List.copyOf(parts);
  }

  /** The words between spaces. */
  static List<String> of(String line) {
    return split(line, ' ').stream().filter(word -> !word.isEmpty()).toList();
  }

  /** A name: {@code _} is none, a space is written {@code \s}, other characters {@code \}uXXXX. */
  static String name(String word) {
    if (word.equals("_")) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    for (int at = 0; at < word.length(); at++) {
      if (word.charAt(at) != '\\') {
        name.append(word.charAt(at));
      } else if (word.charAt(at + 1) == 's') {
        name.append(' ');
        at++;
      } else {
        name.append((char) Integer.parseInt(word.substring(at + 2, at + 6), 16));
        at += 5;
      }
    }
    return name.toString();
  }

  /** Names between commas. */
  static List<String> names(String word) {
    return split(word, ',').stream().map(Words::name).toList();
  }
}
