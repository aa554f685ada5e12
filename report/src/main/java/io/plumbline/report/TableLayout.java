package io.plumbline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How wide the columns of a table are, and which of them stand beside each other. A table that is
 * too wide for its screen breaks its headings first, then its longest words, and stands in several
 * parts at last, each with the first column in front; nothing is left out.
 *
 * @param widths of all columns
 * @param parts the columns of each part, in order
 */
record TableLayout(List<Integer> widths, List<List<Integer>> parts) {
  /** Columns between two texts: a bar and its blanks. */
  private static final int GAP = 3;

  /** Where there is room, names go on in a second line all the same, and so do sentences. */
  private static final int LONGEST_NAME = 48;

  private static final int LONGEST_TEXT = 100;

  /** No text is broken below this many columns. */
  private static final int NARROW = 14;

  TableLayout {
    widths = List.copyOf(widths);
    parts = parts.stream().map(List::copyOf).toList();
  }

  /**
   * Fits a table to a screen.
   *
   * @param texts of all cells, by row
   * @param isText whether a column holds words, which can be broken
   * @param columns of the screen
   */
  static TableLayout of(
      List<String> headings, List<List<String>> texts, List<Boolean> isText, int columns) {
    int count = headings.size();
    int[] cells = new int[count];
    int[] words = new int[count];
    int[] widths = new int[count];
    for (int column = 0; column < count; column++) {
      int most = column == 0 ? LONGEST_NAME : LONGEST_TEXT;
      cells[column] = Math.min(tight(texts, column, Integer.MAX_VALUE), most);
      words[column] = longestWord(headings.get(column));
      widths[column] = Math.max(cells[column], ScreenText.width(headings.get(column)));
    }
    int[] open = widths.clone();
    for (int column = 0; column < count && total(widths) > columns; column++) {
      widths[column] = Math.max(cells[column], words[column]);
    }
    int[] broken = widths.clone();
    int widest = 0;
    while (total(widths) > columns && widest >= 0) {
      widest = widest(widths, words, isText);
      if (widest >= 0) {
        widths[widest]--;
      }
    }
    if (total(widths) <= columns) {
      return new TableLayout(tight(headings, texts, widths), List.of(all(count)));
    }
    TableLayout roomy = inParts(headings, texts, open, columns);
    TableLayout dense = inParts(headings, texts, broken, columns);
    return roomy.parts().size() <= dense.parts().size() ? roomy : dense;
  }

  private static TableLayout inParts(
      List<String> headings, List<List<String>> texts, int[] widths, int columns) {
    int half = (columns - 1) / 2 - GAP;
    List<Integer> tight =
        tight(headings, texts, IntStream.of(widths).map(each -> Math.min(each, half)).toArray());
    return new TableLayout(tight, parts(tight, columns));
  }

  private static List<Integer> tight(
      List<String> headings, List<List<String>> texts, int[] widths) {
    return IntStream.range(0, widths.length)
        .map(
            column ->
                Math.max(
                    tight(List.of(headings), column, widths[column]),
                    tight(texts, column, widths[column])))
        .boxed()
        .toList();
  }

  /** The widest line of a column whose cells are broken at this width. */
  private static int tight(List<List<String>> rows, int column, int width) {
    return rows.stream()
        .flatMap(row -> ScreenText.cell(row.get(column), width).stream())
        .mapToInt(ScreenText::width)
        .max()
        .orElse(0);
  }

  /** The widest column that can still give way; −1 when there is none. */
  private static int widest(int[] widths, int[] words, List<Boolean> isText) {
    int widest = -1;
    for (int column = 0; column < widths.length; column++) {
      boolean gives = isText.get(column) && widths[column] > Math.max(NARROW, words[column]);
      if (gives && (widest < 0 || widths[column] > widths[widest])) {
        widest = column;
      }
    }
    return widest;
  }

  private static List<List<Integer>> parts(List<Integer> widths, int columns) {
    List<List<Integer>> parts = new ArrayList<>();
    List<Integer> part = new ArrayList<>(List.of(0));
    int used = 1 + widths.getFirst() + GAP;
    for (int column = 1; column < widths.size(); column++) {
      if (part.size() > 1 && used + widths.get(column) + GAP > columns) {
        parts.add(part);
        part = new ArrayList<>(List.of(0));
        used = 1 + widths.getFirst() + GAP;
      }
      part.add(column);
      used += widths.get(column) + GAP;
    }
    parts.add(part);
    return parts;
  }

  private static List<Integer> all(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static int total(int[] widths) {
    return IntStream.of(widths).sum() + GAP * widths.length + 1;
  }

  private static int longestWord(String heading) {
    int longest = 0;
    for (String word : heading.split(" ")) {
      longest = Math.max(longest, ScreenText.width(word));
    }
    return longest;
  }
}
