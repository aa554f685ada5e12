package io.plumbline.pipeline.debug;

import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Importance;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import io.plumbline.report.TerminalRenderer;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One name in a folder of results, in the forms that it is written in.
 *
 * @param name without what tells the form
 */
record ResultFile(Path folder, String name) {
  /** Tables and facts as people read them. */
  Path log(List<? extends Section> sections) {
    return write(
        ".log", sections.stream().map(TerminalRenderer::render).collect(Collectors.joining("\n")));
  }

  /** A table for spreadsheets. */
  Path csv(Section.Table table) {
    return write(".csv", CsvRenderer.render(table));
  }

  /**
   * Everything in full precision, and under {@code sections} what {@code plumb report} shows of it.
   */
  Path json(Map<String, Object> record, Importance importance, List<? extends Section> shown) {
    Map<String, Object> root = new LinkedHashMap<>(record);
    root.put(Importance.KEY, importance.label());
    root.put(SectionTree.KEY, SectionTree.write(shown));
    return write(".json", Json.pretty(root));
  }

  private Path write(String suffix, String text) {
    Path file = folder.resolve(name + suffix);
    AtomicFile.write(file, text);
    return file;
  }
}
