package io.plumbline.report.catalogue;

import java.util.List;

/** The page of all codes as Markdown, with an anchor for each. */
public final class CataloguePage {
  private static final String HEAD =
      """
      # Findings and errors

      Written by `CodeDocumentationTests` from the catalogue in `report.catalogue`; do not edit.

      A finding is something to know that does not stop the work; an error stops it. Both have a code that stays the same across
      releases, the place (the node or tensor by its name in the model, the file, the key), the figures that were found, and what to
      do. Terminal, log, JSON and report name the code; `--json` has them under `findings`, with `severity` (`info`, `warning`,
      `error`), and `--strict` makes warnings fatal. A sample or picture that cannot be used is a finding with the code of its error.
      `plumb explain CODE` prints a line of this page.
      """;

  private CataloguePage() {}

  /** All of the page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    for (CodeCatalogue.Part part : CodeCatalogue.parts()) {
      page.append("\n## ").append(part.title()).append("\n\n| code | meaning | what to do |\n");
      page.append("|---|---|---|\n");
      part.codes().forEach(code -> page.append(row(code)));
    }
    return page.toString();
  }

  private static String row(CodeMeaning code) {
    return "| %s |\n"
        .formatted(
            String.join(
                " | ",
                List.of(
                    "<a id=\"%s\"></a>`%s`".formatted(code.code(), code.code()),
                    code.meaning(),
                    code.remedy())));
  }
}
