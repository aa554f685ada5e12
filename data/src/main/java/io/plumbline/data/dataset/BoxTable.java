package io.plumbline.data.dataset;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A table of boxes: image, class, x1, y1, x2, y2, divided by tabs, below a header. */
final class BoxTable {
  private static final List<String> HEADER = List.of("image", "class", "x1", "y1", "x2", "y2");

  private BoxTable() {}

  static Annotations read(Path pictures, Path file, List<String> classNames) {
    List<String> lines = Annotations.lines(file);
    if (lines.isEmpty() || !List.of(lines.getFirst().split("\t", -1)).equals(HEADER)) {
      throw Annotations.malformed(
          file + ":1", "expected a table with the header %s".formatted(String.join(" ", HEADER)));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      List<String> row = List.of(lines.get(i).split("\t", -1));
      if (row.size() != HEADER.size()) {
        throw Annotations.malformed(
            "%s:%d".formatted(file, i + 1),
            "expected %s, found %d".formatted(Count.of(HEADER.size(), "column"), row.size()));
      }
      rows.add(row);
    }
    List<String> names =
        ClassNames.of(
            classNames, rows.stream().map(row -> row.get(1)).distinct().sorted().toList(), file);
    SequencedMap<String, List<TrueObject>> objects = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      objects
          .computeIfAbsent(rows.get(i).getFirst(), _ -> new ArrayList<>())
          .add(object(rows.get(i), names, "%s:%d".formatted(file, i + 2)));
    }
    return new Annotations(
        objects.entrySet().stream()
            .map(
                entry ->
                    new Example<>(
                        entry.getKey(),
                        new Origin.OfFile(pictures.resolve(entry.getKey())),
                        List.copyOf(entry.getValue())))
            .toList(),
        names);
  }

  private static TrueObject object(List<String> row, List<String> names, String where) {
    int category = ClassNames.index(names, row.get(1), where);
    try {
      return new TrueObject(
          category,
          new Box(
              Double.parseDouble(row.get(2)),
              Double.parseDouble(row.get(3)),
              Double.parseDouble(row.get(4)),
              Double.parseDouble(row.get(5))),
          false);
    } catch (NumberFormatException e) {
      throw Annotations.malformed(where, "expected four numbers, found " + row.subList(2, 6));
    }
  }
}
