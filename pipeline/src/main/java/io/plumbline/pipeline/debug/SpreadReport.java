package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.file.TensorFileNames;
import io.plumbline.verify.debug.ChannelBox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Histograms and boxes of channels as tables, as JSON, and as files: one for each name. */
public final class SpreadReport {
  private SpreadReport() {}

  /** Ranges and thresholds of all. */
  public static Section.Table table(List<Distributions.Spread> spreads) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Distributions.Spread spread : spreads) {
      rows.add(
          List.of(
              Cell.of(spread.name()),
              Cell.of(spread.kind()),
              Cell.real(spread.largest(), 6),
              spread.threshold().map(each -> Cell.real(each, 6)).orElse(Cell.missing())));
    }
    return new Section.Table(
        "Distributions", List.of("Name", "Kind", "Largest magnitude", "Threshold"), rows);
  }

  /** A row for each channel. */
  public static Section.Table boxes(Distributions.Boxes boxes) {
    List<List<Cell>> rows = new ArrayList<>();
    for (ChannelBox box : boxes.channels()) {
      rows.add(
          List.of(
              Cell.of(box.channel()),
              Cell.real(box.minimum(), 6),
              Cell.real(box.lower(), 6),
              Cell.real(box.median(), 6),
              Cell.real(box.upper(), 6),
              Cell.real(box.maximum(), 6),
              Cell.real(box.mean(), 6)));
    }
    return new Section.Table(
        "Channels of %s on axis %d".formatted(boxes.name(), boxes.axis()),
        List.of("Channel", "Minimum", "Q1", "Median", "Q3", "Maximum", "Mean"),
        rows);
  }

  /** Everything of one name. */
  public static Map<String, Object> record(Distributions.Spread spread) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", spread.name());
    record.put("kind", spread.kind());
    record.put("largest", spread.largest());
    spread.threshold().ifPresent(threshold -> record.put("threshold", threshold));
    Map<String, Object> histograms = new LinkedHashMap<>();
    spread.histograms().forEach((of, each) -> histograms.put(of, RecordTree.write(each)));
    record.put("histograms", histograms);
    return record;
  }

  /** Writes {@code NAME.json} for each. */
  public static List<Path> write(List<Distributions.Spread> spreads, Path folder) {
    SequencedMap<String, String> names =
        TensorFileNames.of(spreads.stream().map(Distributions.Spread::name).distinct().toList());
    List<Path> files = new ArrayList<>();
    for (Distributions.Spread spread : spreads) {
      Path file = folder.resolve(names.get(spread.name()) + ".json");
      AtomicFile.write(file, Json.pretty(record(spread)));
      files.add(file);
    }
    return files;
  }

  /** Writes {@code NAME.csv} and {@code NAME.json} for each. */
  public static List<Path> writeBoxes(List<Distributions.Boxes> all, Path folder) {
    SequencedMap<String, String> names =
        TensorFileNames.of(all.stream().map(Distributions.Boxes::name).distinct().toList());
    List<Path> files = new ArrayList<>();
    for (Distributions.Boxes boxes : all) {
      Path csv = folder.resolve(names.get(boxes.name()) + ".csv");
      Path json = folder.resolve(names.get(boxes.name()) + ".json");
      AtomicFile.write(csv, CsvRenderer.render(boxes(boxes)));
      AtomicFile.write(json, Json.pretty(RecordTree.write(boxes)));
      files.addAll(List.of(csv, json));
    }
    return files;
  }
}
