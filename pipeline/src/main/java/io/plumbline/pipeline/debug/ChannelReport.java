package io.plumbline.pipeline.debug;

import io.plumbline.report.Cell;
import io.plumbline.report.Importance;
import io.plumbline.report.RecordTree;
import io.plumbline.report.Section;
import io.plumbline.tensor.file.TensorFileNames;
import io.plumbline.verify.debug.ChannelBox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Boxes of channels as tables, as JSON, and as files: one for each name. */
public record ChannelReport(List<Distributions.Boxes> places) implements DebugReport {
  private static final String CHANNEL = "Channel";
  private static final List<String> BOX = List.of("Minimum", "Q1", "Median", "Q3", "Maximum");

  public ChannelReport {
    places = List.copyOf(places);
  }

  @Override
  public String folder() {
    return "channelwise_distribution";
  }

  @Override
  public List<Section> sections() {
    return places.stream().<Section>map(ChannelReport::table).toList();
  }

  /** A row for each channel. */
  private static Section.Table table(Distributions.Boxes boxes) {
    List<String> columns = new ArrayList<>(List.of(CHANNEL));
    columns.addAll(BOX);
    columns.add("Mean");
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
        "Channels of %s on axis %d".formatted(boxes.name(), boxes.axis()), columns, rows);
  }

  @Override
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("channels", places.stream().map(RecordTree::write).toList());
    return record;
  }

  /** Writes {@code NAME.csv} and {@code NAME.json} for each. */
  @Override
  public List<Path> write(Path own) {
    SequencedMap<String, String> names =
        TensorFileNames.of(places.stream().map(Distributions.Boxes::name).distinct().toList());
    List<Path> files = new ArrayList<>();
    for (Distributions.Boxes boxes : places) {
      ResultFile file = new ResultFile(own, String.valueOf(names.get(boxes.name())));
      Section.Table table = table(boxes);
      files.add(file.csv(table));
      files.add(
          file.json(
              RecordTree.write(boxes),
              Importance.DETAIL,
              List.of(new Section.Chart(table, Section.Chart.Shape.BOXES, CHANNEL, BOX))));
    }
    return files;
  }
}
