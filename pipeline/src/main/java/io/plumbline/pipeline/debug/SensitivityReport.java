package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.report.Cell;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Sensitivity} as a table, as JSON, and as files. */
public record SensitivityReport(Sensitivity sensitivity) {
  private static final int DECIMALS = 9;

  /** Rows of names and figures; thresholds and bits where values round alone. */
  public Section.Table table() {
    boolean thresholds = sensitivity.type() == NodeType.ACTIVATION;
    List<String> columns = new ArrayList<>(List.of(heading()));
    if (thresholds) {
      columns.addAll(List.of("threshold", "bit"));
    }
    sensitivity.measures().forEach(measure -> columns.add(name(measure)));
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

  private String heading() {
    return switch (sensitivity.type()) {
      case NODE -> "Node";
      case WEIGHT -> "Weight";
      case ACTIVATION -> "Activation";
    };
  }

  /** The documented name of a measure. */
  private static String name(Measure measure) {
    return measure == Measure.COSINE ? "cosine-similarity" : measure.label();
  }

  /** Everything in full precision. */
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

  static Map<String, Object> place(CalibrationNode place) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tensor", place.tensor());
    map.put("kind", place.kind().label());
    map.put("threshold", place.threshold());
    map.put("bit", place.bits());
    return map;
  }

  /** Writes {@code sensitivity_of_TYPE.log}, {@code .csv} and {@code .json} to a folder. */
  public List<Path> write(Path folder) {
    Path log = folder.resolve("sensitivity_of_%s.log".formatted(sensitivity.type().label()));
    Path csv = folder.resolve("sensitivity_of_%s.csv".formatted(sensitivity.type().label()));
    Path json = folder.resolve("sensitivity_of_%s.json".formatted(sensitivity.type().label()));
    AtomicFile.write(log, TerminalRenderer.render(table()));
    AtomicFile.write(csv, CsvRenderer.render(table()));
    AtomicFile.write(json, Json.pretty(record()));
    return List.of(log, csv, json);
  }
}
