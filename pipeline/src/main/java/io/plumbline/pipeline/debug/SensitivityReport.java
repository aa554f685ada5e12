package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Sensitivity} as a table, as JSON, and as files. */
public record SensitivityReport(Sensitivity sensitivity) implements DebugReport {
  /** Where figures are written, and kept while they are measured. */
  public static final String FOLDER = "node_sensitivity";

  private static final int DECIMALS = 9;

  @Override
  public String folder() {
    return FOLDER;
  }

  @Override
  public List<Section> sections() {
    return List.of(table());
  }

  @Override
  public List<String> sentences() {
    return sensitivity.entries().isEmpty()
        ? List.of("the model rounds no %s".formatted(sensitivity.type().label()))
        : List.of();
  }

  /** Rows of names and figures; thresholds and bits where values round alone. */
  private Section.Table table() {
    boolean thresholds = sensitivity.type() == NodeType.ACTIVATION;
    List<String> columns = new ArrayList<>(List.of(heading()));
    if (thresholds) {
      columns.addAll(List.of("threshold", "bit"));
    }
    sensitivity.measures().forEach(measure -> columns.add(MeasureNames.of(measure)));
    List<List<Cell>> rows = new ArrayList<>();
    for (Sensitivity.Entry entry : sensitivity.entries()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(entry.name())));
      if (thresholds) {
        CalibrationNode place = entry.rounding().getFirst();
        row.add(Cell.real(place.threshold(), 6));
        row.add(Cell.of(place.bits()));
      }
      sensitivity
          .measures()
          .forEach(measure -> row.add(Cell.real(entry.figure(measure), DECIMALS)));
      rows.add(row);
    }
    return new Section.Table(
        "%s %s %s".formatted("=".repeat(24), sensitivity.type().label(), "=".repeat(24)),
        columns,
        rows);
  }

  /** The table with the harm by the measure that sorts as bars. */
  private Section.Chart chart() {
    Measure first = sensitivity.measures().getFirst();
    String harm = MeasureNames.harmOf(first);
    Section.Table plain = table();
    List<String> columns = new ArrayList<>(plain.columns());
    boolean derived = !columns.contains(harm);
    if (derived) {
      columns.add(harm);
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < plain.rows().size(); i++) {
      List<Cell> row = new ArrayList<>(plain.rows().get(i));
      if (derived) {
        double figure = sensitivity.entries().get(i).figure(first);
        row.add(Cell.real(MeasureNames.harm(first, figure), DECIMALS));
      }
      rows.add(row);
    }
    String title =
        "Each %s rounded alone, on %s: %s of the outputs"
            .formatted(sensitivity.type().label(), Count.of(sensitivity.samples(), "sample"), harm);
    return new Section.Chart(
        new Section.Table(title, columns, rows),
        Section.Chart.Shape.BARS,
        heading(),
        List.of(harm));
  }

  private String heading() {
    return switch (sensitivity.type()) {
      case NODE -> "Node";
      case WEIGHT -> "Weight";
      case ACTIVATION -> "Activation";
    };
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("type", sensitivity.type().label());
    record.put("samples", sensitivity.samples());
    record.put("passes", sensitivity.passes());
    record.put("measures", sensitivity.measures().stream().map(Measure::label).toList());
    record.put("rows", sensitivity.entries().stream().map(this::row).toList());
    return record;
  }

  private Map<String, Object> row(Sensitivity.Entry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", entry.name());
    row.put("rounding", entry.rounding().stream().map(SensitivityReport::place).toList());
    Map<String, Object> figures = new LinkedHashMap<>();
    sensitivity.measures().forEach(measure -> figures.put(measure.label(), entry.figure(measure)));
    row.put("figures", figures);
    return row;
  }

  private static Map<String, Object> place(CalibrationNode place) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tensor", place.tensor());
    map.put("kind", place.kind().label());
    map.put("threshold", place.threshold());
    map.put("bit", place.bits());
    return map;
  }

  /** Writes {@code sensitivity_of_TYPE.log}, {@code .csv} and {@code .json}. */
  @Override
  public List<Path> write(Path own) {
    ResultFile file = new ResultFile(own, "sensitivity_of_" + sensitivity.type().label());
    return List.of(
        file.log(sections()),
        file.csv(table()),
        file.json(record(), Importance.USUAL, List.of(chart())));
  }
}
