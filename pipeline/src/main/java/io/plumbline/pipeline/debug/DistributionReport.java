package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.file.TensorFileNames;
import io.plumbline.verify.debug.Histogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Histograms as tables, as JSON, and as files: one for each name. */
public record DistributionReport(List<Distributions.Spread> spreads) implements DebugReport {
  private static final String MIDDLE = "Middle of bin";

  public DistributionReport {
    spreads = List.copyOf(spreads);
  }

  @Override
  public String folder() {
    return "data_distribution";
  }

  /** Ranges and thresholds of all. */
  @Override
  public List<Section> sections() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Distributions.Spread spread : spreads) {
      rows.add(
          List.of(
              Cell.of(spread.name()),
              Cell.of(spread.kind()),
              Cell.real(spread.largest(), 6),
              spread.threshold().map(each -> Cell.real(each, 6)).orElse(Cell.missing())));
    }
    return List.of(
        new Section.Table(
            "Distributions", List.of("Name", "Kind", "Largest magnitude", "Threshold"), rows));
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("distributions", spreads.stream().map(DistributionReport::record).toList());
    return record;
  }

  private static Map<String, Object> record(Distributions.Spread spread) {
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

  /** A chart for histograms of the same bins: that of errors has others. */
  private static List<Section.Chart> charts(Distributions.Spread spread) {
    List<Section.Chart> charts = new ArrayList<>();
    SequencedMap<String, Histogram> left = new LinkedHashMap<>(spread.histograms());
    while (!left.isEmpty()) {
      Histogram first = left.firstEntry().getValue();
      SequencedMap<String, Histogram> drawn = new LinkedHashMap<>();
      left.forEach(
          (of, histogram) -> {
            if (histogram.hasBinsOf(first)) {
              drawn.put(of, histogram);
            }
          });
      left.keySet().removeAll(drawn.keySet());
      List<String> names = List.copyOf(drawn.keySet());
      String title = "%s, %s".formatted(spread.name(), String.join(" and ", names));
      charts.add(new Section.Chart(table(title, drawn), Section.Chart.Shape.CURVE, MIDDLE, names));
    }
    return charts;
  }

  private static Section.Table table(String title, SequencedMap<String, Histogram> drawn) {
    List<String> columns = new ArrayList<>(List.of(MIDDLE));
    columns.addAll(drawn.keySet());
    Histogram first = drawn.firstEntry().getValue();
    List<List<Cell>> rows = new ArrayList<>();
    for (int bin = 0; bin < first.counts().size(); bin++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.real(first.middle(bin), 6)));
      for (Histogram histogram : drawn.values()) {
        row.add(Cell.of(histogram.counts().get(bin)));
      }
      rows.add(row);
    }
    return new Section.Table(title, columns, rows);
  }

  /** Writes {@code NAME.json} for each. */
  @Override
  public List<Path> write(Path own) {
    SequencedMap<String, String> names =
        TensorFileNames.of(spreads.stream().map(Distributions.Spread::name).distinct().toList());
    return spreads.stream()
        .map(
            spread ->
                new ResultFile(own, String.valueOf(names.get(spread.name())))
                    .json(record(spread), Importance.DETAIL, charts(spread)))
        .toList();
  }
}
