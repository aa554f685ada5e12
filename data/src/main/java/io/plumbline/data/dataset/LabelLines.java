package io.plumbline.data.dataset;

import io.plumbline.tensor.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels files whose labels are text: {@code relative/path label} a line, divided at the first tab,
 * or at the first blank where there is no tab. Blank lines and lines starting with # are passed
 * over.
 */
public final class LabelLines {
  private LabelLines() {}

  /**
   * Reads all lines.
   *
   * @param folder that the paths are relative to
   * @throws BadDataException when the file is missing, empty, or a line has no label
   */
  public static List<Example<String>> read(Path folder, Path labels) {
    List<String> lines;
    try {
      lines = Files.readAllLines(labels);
    } catch (IOException e) {
      throw new BadDataException(
          "labels.unreadable",
          labels.toString(),
          "the labels file cannot be read: " + e.getMessage(),
          "check the path",
          e);
    }
    List<Example<String>> examples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        examples.add(example(folder, line, labels + ":" + (i + 1)));
      }
    }
    if (examples.isEmpty()) {
      throw new BadDataException(
          "labels.empty", labels.toString(), "no labels", "write one 'path label' a line");
    }
    return examples;
  }

  private static Example<String> example(Path folder, String line, String where) {
    int tab = line.indexOf('\t');
    int divider = tab >= 0 ? tab : line.indexOf(' ');
    try {
      if (divider > 0) {
        String name = line.substring(0, divider).strip();
        return new Example<>(
            name, new Origin.OfFile(folder.resolve(name)), line.substring(divider + 1).strip());
      }
    } catch (InvalidPathException e) {
      throw malformed(line, where);
    }
    throw malformed(line, where);
  }

  private static BadDataException malformed(String line, String where) {
    return new BadDataException(
        "labels.line",
        where,
        "expected 'relative/path label', found '%s'".formatted(line),
        "correct the line");
  }
}
