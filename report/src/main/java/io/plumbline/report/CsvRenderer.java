package io.plumbline.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a table as comma-separated values (RFC 4180 quoting, line feeds). Numbers are written as
 * they are shown; a missing one leaves its cell empty. Words that a spreadsheet would take for a
 * formula, because they start with {@code =}, {@code +}, {@code -} or {@code @}, get an apostrophe
 * before them (OWASP, CSV Injection).
 */
public final class CsvRenderer {
  private static final String FORMULA_STARTS = "=+-@";

  private CsvRenderer() {}

  public static String render(Section.Table table) {
    StringBuilder text = new StringBuilder();
    text.append(join(table.columns().stream().map(CsvRenderer::words).toList()));
    for (List<Cell> row : table.rows()) {
      text.append(join(row.stream().map(CsvRenderer::text).toList()));
    }
    return text.toString();
  }

  private static String text(Cell cell) {
    return switch (cell) {
      case Cell.Text(String text) -> words(text);
      case Cell.Missing missing -> "";
      case Cell.Count count -> CellText.of(count);
      case Cell.Real real -> CellText.of(real);
    };
  }

  private static String words(String text) {
    String plain = PlainText.of(text);
    String start = plain.stripLeading();
    boolean formula = !start.isEmpty() && FORMULA_STARTS.indexOf(start.charAt(0)) >= 0;
    return formula ? "'" + plain : plain;
  }

  private static String join(List<String> cells) {
    return cells.stream().map(CsvRenderer::quote).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quote(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
