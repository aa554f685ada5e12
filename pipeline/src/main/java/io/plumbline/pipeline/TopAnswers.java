package io.plumbline.pipeline;

import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.score.Ranking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The largest elements of outputs that are lists of scores, by the names of their classes.
 *
 * @param classes names by index; an index beyond them stands for itself
 * @param most how many elements of a list are told
 */
public record TopAnswers(List<String> classes, int most) {
  /** How many are told where nobody says it. */
  public static final int USUAL = 5;

  public TopAnswers {
    classes = List.copyOf(classes);
  }

  /** One row for each output: its largest elements, or its range where it is no list of scores. */
  public List<List<Cell>> rows(String sample, SequencedMap<String, Tensor> outputs) {
    List<List<Cell>> rows = new ArrayList<>();
    outputs.forEach(
        (name, tensor) -> rows.add(List.of(Cell.of(sample), Cell.of(name), Cell.of(text(tensor)))));
    return rows;
  }

  /** Rows of {@link #rows}. */
  public static Section.Table table(List<List<Cell>> rows) {
    return new Section.Table("Answers", List.of("Sample", "Output", "Largest elements"), rows);
  }

  private String text(Tensor tensor) {
    float[] values = tensor.toFloats();
    if (!Ranking.isScores(tensor.shape())) {
      return "no list of scores: " + tensor.shape();
    }
    List<String> words = new ArrayList<>();
    for (int index : Ranking.top(values, most)) {
      words.add(String.format(Locale.ROOT, "%s %.4f", name(index), values[index]));
    }
    return String.join(", ", words);
  }

  /** For machines: index, name where it is known, and value of each. */
  public List<Map<String, Object>> record(Tensor tensor) {
    List<Map<String, Object>> records = new ArrayList<>();
    if (!Ranking.isScores(tensor.shape())) {
      return records;
    }
    float[] values = tensor.toFloats();
    for (int index : Ranking.top(values, most)) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("class", index);
      if (index < classes.size()) {
        record.put("name", classes.get(index));
      }
      record.put("value", values[index]);
      records.add(record);
    }
    return records;
  }

  private String name(int index) {
    return index < classes.size() ? classes.get(index) : String.valueOf(index);
  }
}
