package io.plumbline.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Draws sections as boxed plain text. Long cells of the first column go on in further lines, at
 * blanks where there are any, because names differ at their ends and sentences at their fronts;
 * those of other columns lose their ends, marked with an ellipsis. Whatever a cell holds, no
 * control character is among the output but line feeds.
 */
public final class TerminalRenderer {
  private static final int LONGEST_CELL = 48;
  private static final int LONGEST_TEXT = 100;

  private TerminalRenderer() {}

  public static String render(Section section) {
    return switch (section) {
      case Section.Table table -> table(table);
      case Section.Chart chart -> table(chart.table());
      case Section.Facts facts -> facts(facts);
    };
  }

  private static String facts(Section.Facts facts) {
    SequencedMap<String, Cell> named = new LinkedHashMap<>();
    facts.facts().forEach((name, cell) -> named.put(shortenEnd(PlainText.of(name)), cell));
    int width = named.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder(PlainText.of(facts.title())).append('\n');
    named.forEach(
        (name, cell) ->
            text.append("  ")
                .append(name)
                .repeat(' ', width - name.length() + 2)
                .append(PlainText.sentence(CellText.of(cell)))
                .append('\n'));
    return text.toString();
  }

  private static String table(Section.Table table) {
    List<List<List<String>>> rows = table.rows().stream().map(TerminalRenderer::row).toList();
    List<String> columns = table.columns().stream().map(PlainText::of).toList();
    int[] widths = new int[columns.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = columns.get(column).length();
      for (List<List<String>> row : rows) {
        for (List<String> line : row) {
          widths[column] = Math.max(widths[column], line.get(column).length());
        }
      }
    }
    StringBuilder text = new StringBuilder(PlainText.of(table.title())).append('\n');
    rule(text, widths);
    line(text, widths, columns, List.of());
    rule(text, widths);
    for (int row = 0; row < rows.size(); row++) {
      for (List<String> line : rows.get(row)) {
        line(text, widths, line, table.rows().get(row));
      }
    }
    rule(text, widths);
    return text.toString();
  }

  /** The lines of a row; in those after the first only the first column goes on. */
  private static List<List<String>> row(List<Cell> cells) {
    List<List<String>> lines = new ArrayList<>();
    for (String first : wrapped(CellText.of(cells.getFirst()))) {
      List<String> line = new ArrayList<>(List.of(first));
      for (Cell cell : cells.subList(1, cells.size())) {
        line.add(lines.isEmpty() ? shortenEnd(CellText.of(cell)) : "");
      }
      lines.add(line);
    }
    return lines;
  }

  /** Broken at the last blank of a line, or where the line is full. */
  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > LONGEST_CELL) {
      int blank = rest.lastIndexOf(' ', LONGEST_CELL);
      int end = blank > 0 ? blank : LONGEST_CELL;
      lines.add(rest.substring(0, end));
      rest = rest.substring(blank > 0 ? blank + 1 : end);
    }
    lines.add(rest);
    return lines;
  }

  private static String shortenEnd(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int width : widths) {
      text.append('+').repeat('-', width + 2);
    }
    text.append("+\n");
  }

  private static void line(StringBuilder text, int[] widths, List<String> texts, List<Cell> cells) {
    for (int column = 0; column < widths.length; column++) {
      String word = texts.get(column);
      boolean right = !cells.isEmpty() && CellText.isNumber(cells.get(column));
      int space = widths[column] - word.length();
      text.append("| ").repeat(' ', right ? space : 0);
      text.append(word).repeat(' ', right ? 1 : space + 1);
    }
    text.append("|\n");
  }
}
