package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link SensitivityAnalysis} as a table, as JSON, and as files. */
public record AnalysisReport(SensitivityAnalysis analysis) {
  /** A row for each number of nodes. */
  public Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (SensitivityAnalysis.Step step : analysis.steps()) {
      rows.add(
          List.of(
              Cell.of(step.count()),
              step.node().isEmpty() ? Cell.missing() : Cell.of(step.node()),
              Cell.real(step.figure(), 6)));
    }
    return new Section.Table(
        "Nodes left in high precision",
        List.of("Nodes", "Added", analysis.measure().label()),
        rows);
  }

  /** What the table comes to. */
  public String summary() {
    return analysis.needed().isPresent()
        ? "%d nodes in high precision reach %s %s"
            .formatted(analysis.needed().getAsInt(), analysis.measure().label(), analysis.target())
        : "%s %s is not reached with %d nodes in high precision"
            .formatted(analysis.measure().label(), analysis.target(), analysis.steps().size() - 1);
  }

  /** Everything in full precision. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("measure", analysis.measure().label());
    record.put("target", analysis.target());
    analysis.needed().ifPresent(count -> record.put("needed", count));
    record.put("steps", analysis.steps().stream().map(RecordTree::write).toList());
    return record;
  }

  /** Writes {@code sensitivity_analysis.csv} and {@code .json}. */
  public List<Path> write(Path folder) {
    Path csv = folder.resolve("sensitivity_analysis.csv");
    Path json = folder.resolve("sensitivity_analysis.json");
    AtomicFile.write(csv, CsvRenderer.render(table()));
    AtomicFile.write(json, Json.pretty(record()));
    return List.of(csv, json);
  }
}
