package io.plumbline.data.dataset;

import io.plumbline.data.metric.Box;
import io.plumbline.data.metric.TrueObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** A table of boxes: image, class, x1, y1, x2, y2, divided by tabs, below a header. */
final class BoxTable {
  private static final List<String> HEADER = List.of("image", "class", "x1", "y1", "x2", "y2");

  /** COCO's name for what PASCAL VOC names otherwise. */
  private static final Map<String, String> VOC_NAMES =
      Map.of(
          "aeroplane", "airplane",
          "motorbike", "motorcycle",
          "sofa", "couch",
          "tvmonitor", "tv");

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
            "expected %d columns, found %d".formatted(HEADER.size(), row.size()));
      }
      rows.add(row);
    }
    List<String> names =
        classNames.isEmpty()
            ? rows.stream().map(row -> row.get(1)).distinct().sorted().toList()
            : classNames;
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
    int category = names.stream().map(BoxTable::canonical).toList().indexOf(canonical(row.get(1)));
    if (category < 0) {
      throw Annotations.malformed(
          where, "class '%s' is none of the %d class names".formatted(row.get(1), names.size()));
    }
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

  /** Without case and blanks, as names of the same class differ between lists. */
  private static String canonical(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace(" ", "");
    return VOC_NAMES.getOrDefault(plain, plain);
  }
}
