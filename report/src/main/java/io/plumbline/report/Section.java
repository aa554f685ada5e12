package io.plumbline.report;

import io.plumbline.tensor.Count;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One part of a report. */
public sealed interface Section {
  String title();

  /** Named columns over rows of equal length. */
  record Table(String title, List<String> columns, List<List<Cell>> rows) implements Section {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%s: %s under %s"
                  .formatted(
                      title, Count.of(row.size(), "cell"), Count.of(columns.size(), "column")));
        }
      }
    }

    /** The same rows under another title. */
    public Table titled(String other) {
      return new Table(other, columns, rows);
    }

    /** So many rows of it at most; where it has more, the title says so. */
    public Table first(int most) {
      String of = "%s (the first %d of %s)".formatted(title, most, Count.of(rows.size(), "row"));
      return rows.size() <= most ? this : new Table(of, columns, rows.subList(0, most));
    }
  }

  /**
   * A table that is also drawn.
   *
   * @param labels the column along the axis; of boxes and bars words, of curves words or numbers;
   *     of spans what each rectangle is called
   * @param values the columns that are drawn; of boxes these five: minimum, lower quartile, median,
   *     upper quartile, maximum; of spans these four: first and last position along the axis, first
   *     and last place above it, all whole numbers and both ends included
   */
  record Chart(Table table, Shape shape, String labels, List<String> values) implements Section {
    /** How it is drawn. */
    public enum Shape {
      BARS,
      CURVE,
      BOXES,
      SPANS
    }

    public Chart {
      values = List.copyOf(values);
      if (!table.columns().contains(labels) || !table.columns().containsAll(values)) {
        throw new IllegalArgumentException(
            "%s: no columns %s, %s".formatted(table.title(), labels, values));
      }
    }

    @Override
    public String title() {
      return table.title();
    }
  }

  /** Names with values, in order. */
  record Facts(String title, SequencedMap<String, Cell> facts) implements Section {
    public Facts {
      facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }
  }
}
