package io.plumbline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How wide the columns of a table are, and which of them stand beside each other. A table that is
 * too wide for its screen breaks its headings first, then its longest words, and stands in several
 * parts at last, each with the columns in front that tell its rows apart; nothing is left out.
 *
 * @param widths of all columns
 * @param parts the columns of each part, in order
 * @param keys how many columns in front stand in each part
 */
record TableLayout(List<Integer> widths, List<List<Integer>> parts, int keys) {
  /** Columns between two texts: a bar and its blanks. */
  private static final int GAP = 3;

  /** Where there is room, names go on in a second line all the same, and so do sentences. */
  private static final int LONGEST_NAME = 48;

  private static final int LONGEST_TEXT = 100;

  /** No text is broken below this many columns. */
  private static final int NARROW = 14;

  /** What a column in front must have at least, where several stand in each part. */
  private static final int LEAST_SHARE = 8;

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
      return new TableLayout(tight(headings, texts, widths), List.of(all(count)), 1);
    }
    int keys = keys(texts, isText, columns);
    TableLayout roomy = inParts(headings, texts, open, keys, columns);
    TableLayout dense = inParts(headings, texts, broken, keys, columns);
    return roomy.parts().size() <= dense.parts().size() ? roomy : dense;
  }

  private static TableLayout inParts(
      List<String> headings, List<List<String>> texts, int[] widths, int keys, int columns) {
    int share = share(keys, columns);
    int left = columns - 1 - GAP;
    int[] fitted = widths.clone();
    for (int column = 0; column < widths.length; column++) {
      boolean isKey = column < keys;
      fitted[column] = Math.min(widths[column], isKey || keys == 1 ? share : Math.max(share, left));
      left -= isKey ? fitted[column] + GAP : 0;
    }
    List<Integer> tight = tight(headings, texts, fitted);
    return new TableLayout(tight, parts(tight, keys, columns), keys);
  }

  /** The widest that each of so many columns can be where one more stands beside them. */
  private static int share(int keys, int columns) {
    return (columns - 1) / (keys + 1) - GAP;
  }

  /**
   * How many columns of words in front tell all rows apart; one where none do, or where so many
   * would leave too little room.
   */
  private static int keys(List<List<String>> texts, List<Boolean> isText, int columns) {
    for (int keys = 1; keys < isText.size() && isText.get(keys - 1); keys++) {
      int front = keys;
      if (share(keys, columns) < LEAST_SHARE) {
        return 1;
      }
      if (texts.stream().map(row -> row.subList(0, front)).distinct().count() == texts.size()) {
        return keys;
      }
    }
    return 1;
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

  private static List<List<Integer>> parts(List<Integer> widths, int keys, int columns) {
    List<List<Integer>> parts = new ArrayList<>();
    int front = 1 + widths.subList(0, keys).stream().mapToInt(width -> width + GAP).sum();
    List<Integer> part = new ArrayList<>(all(keys));
    int used = front;
    for (int column = keys; column < widths.size(); column++) {
      if (part.size() > keys && used + widths.get(column) + GAP > columns) {
        parts.add(part);
        part = new ArrayList<>(all(keys));
        used = front;
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
