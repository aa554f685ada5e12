package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Curves of accumulated errors as a table, as JSON, and as files. */
public record CurveReport(AccumulatedError error) {
  /** A row for each node, a column for each curve. */
  public Section.Table table() {
    List<String> columns = new ArrayList<>(List.of("Node"));
    columns.addAll(error.curves().keySet());
    List<List<Cell>> rows = new ArrayList<>();
    for (int node = 0; node < error.nodes().size(); node++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(error.nodes().get(node))));
      for (List<Double> curve : error.curves().values()) {
        row.add(Cell.real(curve.get(node), 6));
      }
      rows.add(row);
    }
    return new Section.Table("Accumulated error: " + error.measure().label(), columns, rows);
  }

  /** Everything in full precision. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("measure", error.measure().label());
    record.put("nodes", error.nodes());
    record.put("curves", new LinkedHashMap<>(error.curves()));
    return record;
  }

  /** Writes {@code accumulate_error_of_NAME.csv} and {@code .json}. */
  public List<Path> write(Path folder, String name) {
    Path csv = folder.resolve("accumulate_error_of_%s.csv".formatted(name));
    Path json = folder.resolve("accumulate_error_of_%s.json".formatted(name));
    AtomicFile.write(csv, CsvRenderer.render(table()));
    AtomicFile.write(json, Json.pretty(record()));
    return List.of(csv, json);
  }
}
