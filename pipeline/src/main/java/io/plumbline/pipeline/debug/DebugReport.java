package io.plumbline.pipeline.debug;

import io.plumbline.report.Section;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a debug command found, as it is shown, handed out and written. */
public interface DebugReport {
  /** The folder below that of all results. */
  String folder();

  /** What people read. */
  List<Section> sections();

  /** What it comes to, a sentence each. */
  default List<String> sentences() {
    return List.of();
  }

  /** Everything in full precision. */
  Map<String, Object> record();

  /**
   * Writes tables, and JSON in full precision.
   *
   * @param own the folder of this report
   * @return the files in the order of writing
   */
  List<Path> write(Path own);

  /**
   * Writes below the folder of all results.
   *
   * @param results empty for not writing
   */
  default Outcome written(Optional<Path> results) {
    List<Path> files = results.map(path -> write(path.resolve(folder()))).orElse(List.of());
    return new Outcome(sections(), sentences(), record(), files);
  }

  /**
   * What a command ends with.
   *
   * @param sections people read
   * @param sentences what it comes to
   * @param record everything in full precision
   * @param files that were written
   */
  record Outcome(
      List<Section> sections,
      List<String> sentences,
      Map<String, Object> record,
      List<Path> files) {
    public Outcome {
      sections = List.copyOf(sections);
      sentences = List.copyOf(sentences);
      files = List.copyOf(files);
    }

    /** The record with the names of files. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>(record);
      json.put("files", files.stream().map(Path::toString).toList());
      return json;
    }
  }
}
