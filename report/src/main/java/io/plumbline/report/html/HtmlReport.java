package io.plumbline.report.html;

import io.plumbline.report.Json;
import io.plumbline.report.RecordTree;
import io.plumbline.report.catalogue.CodeCatalogue;
import io.plumbline.report.catalogue.CodeMeaning;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.report.run.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One page of a compilation, of other runs, or of both. All of it is a function of what the runs
 * left as JSON. Names of models and tensors are data of the page, never part of its markup.
 *
 * @param title of the page
 * @param compiled the compilation, if there is one
 * @param parts what other runs found
 */
public record HtmlReport(String title, Optional<CompiledRun> compiled, List<Part> parts) {
  public HtmlReport {
    parts = List.copyOf(parts);
  }

  /** The page of a compilation alone. */
  public static HtmlReport of(CompiledRun run) {
    return new HtmlReport(run.title(), Optional.of(run), List.of());
  }

  /** The text of the file. */
  public String html() {
    return Page.of(title, Json.compact(data()));
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", title);
    compiled.ifPresent(
        run -> {
          data.put("run", RecordTree.write(run));
          data.put("level", run.verdict().level().words());
          data.put("graph", RunGraph.of(run));
          data.put("codes", codes(run.findings()));
        });
    List<Object> trees = new ArrayList<>();
    parts.forEach(part -> trees.add(part.tree()));
    data.put("parts", trees);
    return data;
  }

  /** What the codes of findings mean. */
  private static Map<String, Object> codes(List<Remark> findings) {
    Map<String, Object> codes = new LinkedHashMap<>();
    for (Remark finding : findings) {
      CodeCatalogue.find(finding.code())
          .ifPresent(code -> codes.putIfAbsent(code.code(), facts(code)));
    }
    return codes;
  }

  private static Map<String, Object> facts(CodeMeaning code) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("meaning", code.meaning());
    facts.put("remedy", code.remedy());
    facts.put("page", code.page());
    return facts;
  }
}
