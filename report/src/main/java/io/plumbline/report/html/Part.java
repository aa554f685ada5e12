package io.plumbline.report.html;

import io.plumbline.report.Importance;
import io.plumbline.report.Section;
import io.plumbline.report.SectionTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one file of a run says.
 *
 * @param title above its sections
 * @param file its name in the folder
 * @param importance where it stands among others
 */
public record Part(String title, String file, Importance importance, List<Section> sections) {
  public Part {
    sections = List.copyOf(sections);
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", title);
    tree.put("file", file);
    tree.put(Importance.KEY, importance.label());
    tree.put(SectionTree.KEY, SectionTree.write(sections));
    return tree;
  }
}
