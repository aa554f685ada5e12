package io.plumbline.report.html;

import io.plumbline.report.Importance;
import io.plumbline.report.Json;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import io.plumbline.tensor.AtomicFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run found: a JSON file, which {@link RunFolder} shows beside others, and a page of its
 * own.
 *
 * @param name of both files, without their endings
 * @param title of the page
 * @param subject what was looked at
 * @param record for machines
 * @param sections for people
 */
public record RunPage(
    String name, String title, String subject, Map<String, Object> record, List<Section> sections) {
  public RunPage {
    sections = List.copyOf(sections);
  }

  /** Where {@link #write} writes to: the JSON file, then the page. */
  public static List<Path> files(Path folder, String name) {
    return List.of(folder.resolve(name + ".json"), folder.resolve(name + ".html"));
  }

  /** Writes both; returns them. */
  public List<Path> write(Path folder) {
    List<Path> files = files(folder, name);
    Map<String, Object> root = new LinkedHashMap<>(record);
    root.put(Importance.KEY, Importance.USUAL.label());
    root.put(SectionTree.KEY, SectionTree.write(sections));
    AtomicFile.write(files.getFirst(), Json.pretty(root));
    Part part = new Part(subject, name + ".json", Importance.USUAL, sections);
    AtomicFile.write(
        files.getLast(), new HtmlReport(title, Optional.empty(), List.of(part)).html());
    return files;
  }
}
