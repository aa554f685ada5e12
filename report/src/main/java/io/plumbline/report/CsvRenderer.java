package io.plumbline.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a table as comma-separated values (RFC 4180 quoting, line feeds). */
public final class CsvRenderer {
  private CsvRenderer() {}

  public static String render(Section.Table table) {
    StringBuilder text = new StringBuilder();
    text.append(join(table.columns()));
    for (List<Cell> row : table.rows()) {
      text.append(join(row.stream().map(CellText::of).toList()));
    }
    return text.toString();
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
