package io.plumbline.report.html;

import io.plumbline.report.Section;
import io.plumbline.report.Section.Chart.Shape;
import java.util.List;

/**
 * A kind of table that is worth a chart.
 *
 * @param file part of the name of the file that has it
 * @param title of the table
 * @param labels the column along the axis
 * @param values columns that are drawn
 */
record DrawnTable(String file, String title, Shape shape, String labels, List<String> values) {
  private static final List<DrawnTable> KNOWN =
      List.of(
          new DrawnTable("_noise.json", "activations", Shape.BARS, "tensor", List.of("noise")),
          new DrawnTable("_noise.json", "weights", Shape.BARS, "node", List.of("noise")),
          new DrawnTable(
              "_precision.json", "curve", Shape.CURVE, "macs_int16", List.of("sample_sqnr_db")));

  /** The table, drawn where it is a known one. */
  static Section of(String file, Section.Table table) {
    for (DrawnTable known : KNOWN) {
      if (file.contains(known.file)
          && table.title().equals(known.title)
          && table.columns().contains(known.labels)
          && table.columns().containsAll(known.values)) {
        return new Section.Chart(table, known.shape, known.labels, known.values);
      }
    }
    return table;
  }
}
