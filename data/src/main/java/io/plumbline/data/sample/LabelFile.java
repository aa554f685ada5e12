package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of labels files: blank lines and lines starting with # are passed over. */
public final class LabelFile {
  /**
   * A line that says something.
   *
   * @param where file and number of the line, for messages
   */
  public record Line(String text, String where) {}

  private LabelFile() {}

  /**
   * Reads a file.
   *
   * @throws BadDataException when it cannot be read, or has no such line
   */
  public static List<Line> read(Path labels) {
    List<String> all;
    try {
      all = Files.readAllLines(labels);
    } catch (IOException e) {
      throw new BadDataException(
          "labels.unreadable",
          labels.toString(),
          "the labels file: " + ReadFailure.of(labels, e),
          "check the path",
          e);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String text = all.get(i).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new Line(text, labels + ":" + (i + 1)));
      }
    }
    if (lines.isEmpty()) {
      throw new BadDataException(
          "labels.empty", labels.toString(), "no labels", "write one 'path label' a line");
    }
    return lines;
  }
}
