package io.plumbline.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Draws sections as boxed plain text of at most the columns of a screen. Long cells go on in
 * further lines, and a table that is too wide all the same stands in several parts; nothing is cut,
 * and a part after the first has only the rows that have something in it. Whatever a cell holds, no
 * control character is among the output but line feeds.
 */
public final class TerminalRenderer {
  private static final int LEAST_SCREEN = 40;

  private TerminalRenderer() {}

  /** For a file, as wide as it comes. */
  public static String render(Section section) {
    return render(section, Integer.MAX_VALUE);
  }

  /**
   * For a screen.
   *
   * @param columns of the screen; below 40 it is drawn for 40
   */
  public static String render(Section section, int columns) {
    int width = Math.max(columns, LEAST_SCREEN);
    return switch (section) {
      case Section.Table table -> table(table, width);
      case Section.Chart chart -> table(chart.table(), width);
      case Section.Facts facts -> facts(facts, width);
    };
  }

  private static String facts(Section.Facts facts, int columns) {
    SequencedMap<String, Cell> named = new LinkedHashMap<>();
    facts.facts().forEach((name, cell) -> named.put(PlainText.sentence(name), cell));
    int width = named.keySet().stream().mapToInt(ScreenText::width).max().orElse(0);
    int values =
        named.values().stream().mapToInt(cell -> ScreenText.width(value(cell))).max().orElse(0);
    int start = width + 4 + values <= columns ? width + 4 : Math.min(width + 4, columns / 2);
    StringBuilder text = new StringBuilder(PlainText.of(facts.title())).append('\n');
    named.forEach(
        (name, cell) -> {
          text.append("  ").append(name);
          int used = ScreenText.width(name) + 2;
          for (String line : ScreenText.sentence(value(cell), columns - start)) {
            text.repeat(' ', Math.max(start - used, 2)).append(line.strip()).append('\n');
            used = 0;
          }
        });
    return text.toString();
  }

  private static String value(Cell cell) {
    return PlainText.sentence(CellText.of(cell));
  }

  private static String table(Section.Table table, int columns) {
    List<String> headings = table.columns().stream().map(PlainText::of).toList();
    List<List<String>> texts = new ArrayList<>();
    for (List<Cell> row : table.rows()) {
      texts.add(row.stream().map(CellText::of).toList());
    }
    TableLayout layout = TableLayout.of(headings, texts, words(table), columns);
    StringBuilder text = new StringBuilder(PlainText.of(table.title())).append('\n');
    Set<Integer> said = new HashSet<>();
    for (List<Integer> part : layout.parts()) {
      int[] widths = part.stream().mapToInt(layout.widths()::get).toArray();
      rule(text, widths);
      line(text, widths, part.stream().map(headings::get).toList(), List.of());
      rule(text, widths);
      for (int row = 0; row < texts.size(); row++) {
        List<Cell> cells = table.rows().get(row);
        List<String> all = texts.get(row);
        if (said.add(row) || saysMore(part, layout.keys(), all)) {
          line(
              text,
              widths,
              part.stream().map(all::get).toList(),
              part.stream().map(cells::get).toList());
        }
      }
      rule(text, widths);
    }
    return text.toString();
  }

  /** Whether a row has more in a part than the columns in front, which stand there once more. */
  private static boolean saysMore(List<Integer> part, int keys, List<String> texts) {
    return part.stream().skip(keys).anyMatch(column -> !texts.get(column).isEmpty());
  }

  private static List<Boolean> words(Section.Table table) {
    return IntStream.range(0, table.columns().size())
        .mapToObj(at -> !table.rows().stream().allMatch(row -> CellText.isNumber(row.get(at))))
        .toList();
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int width : widths) {
      text.append('+').repeat('-', width + 2);
    }
    text.append("+\n");
  }

  /** One row, in as many lines as its longest cell needs. */
  private static void line(StringBuilder text, int[] widths, List<String> texts, List<Cell> cells) {
    List<List<String>> lines = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      lines.add(ScreenText.cell(texts.get(column), widths[column]));
    }
    int height = lines.stream().mapToInt(List::size).max().orElse(0);
    for (int at = 0; at < height; at++) {
      for (int column = 0; column < widths.length; column++) {
        List<String> cell = lines.get(column);
        String word = at < cell.size() ? cell.get(at) : "";
        boolean right = !cells.isEmpty() && CellText.isNumber(cells.get(column));
        int space = widths[column] - ScreenText.width(word);
        text.append("| ").repeat(' ', right ? space : 0);
        text.append(word).repeat(' ', right ? 1 : space + 1);
      }
      text.append("|\n");
    }
  }
}
