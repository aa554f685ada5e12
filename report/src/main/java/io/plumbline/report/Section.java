package io.plumbline.report;

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
              "%s: %d cells under %d columns".formatted(title, row.size(), columns.size()));
        }
      }
    }
  }

  /** Names with values, in order. */
  record Facts(String title, SequencedMap<String, Cell> facts) implements Section {
    public Facts {
      facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    }
  }
}
