package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Curves of accumulated errors as tables, as JSON, and as files.
 *
 * @param errors by what the sets of nodes are: {@code quantize_node} or {@code non_quantize_node},
 *     or {@code program}
 */
public record CurveReport(SequencedMap<String, AccumulatedError> errors) implements DebugReport {
  private static final String NODE = "Node";

  public CurveReport {
    errors = new LinkedHashMap<>(errors);
  }

  @Override
  public String folder() {
    return "accumulate_error";
  }

  @Override
  public List<Section> sections() {
    return errors.values().stream().<Section>map(CurveReport::table).toList();
  }

  /** A row for each node, a column for each curve. */
  private static Section.Table table(AccumulatedError error) {
    List<String> columns = new ArrayList<>(List.of(NODE));
    columns.addAll(error.curves().keySet());
    List<List<Cell>> rows = new ArrayList<>();
    for (int node = 0; node < error.nodes().size(); node++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(error.nodes().get(node))));
      for (List<Double> curve : error.curves().values()) {
        row.add(Cell.real(curve.get(node), 6));
      }
      rows.add(row);
    }
    return new Section.Table(
        "Accumulated error: " + MeasureNames.of(error.measure()), columns, rows);
  }

  private static Section.Chart chart(AccumulatedError error) {
    return new Section.Chart(
        table(error), Section.Chart.Shape.CURVE, NODE, List.copyOf(error.curves().keySet()));
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    errors.forEach((name, error) -> record.put(name, record(error)));
    return record;
  }

  private static Map<String, Object> record(AccumulatedError error) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("measure", error.measure().label());
    record.put("nodes", error.nodes());
    record.put("curves", new LinkedHashMap<>(error.curves()));
    return record;
  }

  /** Writes {@code accumulate_error_of_NAME.csv} and {@code .json}. */
  @Override
  public List<Path> write(Path own) {
    List<Path> files = new ArrayList<>();
    errors.forEach(
        (name, error) -> {
          ResultFile file = new ResultFile(own, "accumulate_error_of_" + name);
          files.add(file.csv(table(error)));
          files.add(file.json(record(error), Importance.USUAL, List.of(chart(error))));
        });
    return files;
  }
}
