package io.plumbline.conformance.node;

import io.plumbline.conformance.TabSeparated;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Cases that are known to fail, each with the reason: lines of name, tab, reason. */
final class ExceptionList {
  private ExceptionList() {}

  static SequencedMap<String, String> read(String file) {
    SequencedMap<String, String> reasons = new TreeMap<>();
    TabSeparated.read(ExceptionList.class, file)
        .forEach(cells -> reasons.put(cells.get(0), cells.get(1)));
    return reasons;
  }
}
