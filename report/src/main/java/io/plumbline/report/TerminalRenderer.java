package io.plumbline.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Draws sections as boxed plain text. Long cells of the first column lose their front, marked with
 * an ellipsis, because names differ at their ends; those of other columns lose their ends. Whatever
 * a cell holds, no control character is among the output but line feeds.
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
    facts.facts().forEach((name, cell) -> named.put(shorten(PlainText.of(name)), cell));
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
    List<List<String>> texts = new ArrayList<>();
    for (List<Cell> row : table.rows()) {
      List<String> cells = new ArrayList<>();
      for (Cell cell : row) {
        String text = CellText.of(cell);
        cells.add(cells.isEmpty() ? shorten(text) : shortenEnd(text));
      }
      texts.add(cells);
    }
    List<String> columns = table.columns().stream().map(PlainText::of).toList();
    int[] widths = new int[columns.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = columns.get(column).length();
      for (List<String> row : texts) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder(PlainText.of(table.title())).append('\n');
    rule(text, widths);
    line(text, widths, columns, List.of());
    rule(text, widths);
    for (int row = 0; row < texts.size(); row++) {
      line(text, widths, texts.get(row), table.rows().get(row));
    }
    rule(text, widths);
    return text.toString();
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_CELL
        ? text
        : "…" + text.substring(text.length() - LONGEST_CELL + 1);
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
