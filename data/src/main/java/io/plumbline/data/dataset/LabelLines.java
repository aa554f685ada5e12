package io.plumbline.data.dataset;

import io.plumbline.data.sample.LabelFile;
import io.plumbline.tensor.BadDataException;
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
    List<Example<String>> examples = new ArrayList<>();
    for (LabelFile.Line line : LabelFile.read(labels)) {
      examples.add(example(folder, line.text(), line.where()));
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
