package io.plumbline.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The words of {@code --input}, divided at the commas that are in no file's name. */
final class InputWords {
  private InputWords() {}

  /**
   * Divides words such as {@code A,B} and {@code NAME=A}. Of words that begin alike the longest
   * that names a file is taken; what names none ends at its first comma.
   */
  static List<String> of(List<String> words) {
    return words.stream().flatMap(word -> divided(List.of(word.split(",", -1))).stream()).toList();
  }

  private static List<String> divided(List<String> pieces) {
    List<String> found = new ArrayList<>();
    int from = 0;
    while (from < pieces.size()) {
      int to = pieces.size();
      while (to > from + 1 && !namesFile(String.join(",", pieces.subList(from, to)))) {
        to--;
      }
      found.add(String.join(",", pieces.subList(from, to)));
      from = to;
    }
    return found;
  }

  /** Whether a word is a file, or has one behind a name without a comma. */
  private static boolean namesFile(String word) {
    return IntStream.range(0, word.length() + 1)
        .filter(end -> end == 0 || word.charAt(end - 1) == '=' || word.charAt(end - 1) == ':')
        .filter(end -> word.substring(0, end).indexOf(',') < 0)
        .anyMatch(end -> end < word.length() && isFile(word.substring(end)));
  }

  private static boolean isFile(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
