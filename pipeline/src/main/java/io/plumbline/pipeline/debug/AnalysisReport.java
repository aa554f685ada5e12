package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link SensitivityAnalysis} as a table, as JSON, and as files. */
public record AnalysisReport(SensitivityAnalysis analysis) implements DebugReport {
  private static final String COUNT = "Nodes in float";

  @Override
  public String folder() {
    return "sensitivity_analysis";
  }

  @Override
  public List<Section> sections() {
    return List.of(table());
  }

  /** A row for each number of nodes. */
  private Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (SensitivityAnalysis.Step step : analysis.steps()) {
      rows.add(
          List.of(
              Cell.of(step.count()),
              step.node().isEmpty() ? Cell.missing() : Cell.of(step.node()),
              Cell.real(step.figure(), 6)));
    }
    return new Section.Table(
        "Outputs as nodes are left in float", List.of(COUNT, "Added", measure()), rows);
  }

  private String measure() {
    return MeasureNames.of(analysis.measure());
  }

  /** Whether the target holds, and what it takes. */
  @Override
  public List<String> sentences() {
    String target = "%s %s".formatted(measure(), analysis.target());
    int tried = analysis.steps().size() - 1;
    if (analysis.needed().isPresent()) {
      int needed = analysis.needed().getAsInt();
      return List.of(
          needed == 0
              ? "%s holds already, with all nodes quantized".formatted(target)
              : "%s is reached with %s in float".formatted(target, Count.of(needed, "node")));
    }
    return List.of(
        tried == 0
            ? "%s is not reached, and no node alone is worse: name nodes with --sensitive-nodes"
                .formatted(target)
            : "%s is not reached with %s in float".formatted(target, Count.of(tried, "node")));
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("measure", analysis.measure().label());
    record.put("target", analysis.target());
    analysis.needed().ifPresent(count -> record.put("needed", count));
    record.put("steps", analysis.steps().stream().map(RecordTree::write).toList());
    return record;
  }

  /** Writes {@code sensitivity_analysis.csv} and {@code .json}. */
  @Override
  public List<Path> write(Path own) {
    ResultFile file = new ResultFile(own, "sensitivity_analysis");
    Section shown =
        analysis.steps().size() > 1
            ? new Section.Chart(table(), Section.Chart.Shape.CURVE, COUNT, List.of(measure()))
            : table();
    return List.of(file.csv(table()), file.json(record(), Importance.USUAL, List.of(shown)));
  }
}
