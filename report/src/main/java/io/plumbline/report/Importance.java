package io.plumbline.report;

import java.util.Locale;
import java.util.Map;

/** Where a file of a run stands in a report that shows several, by its {@link #KEY}. */
public enum Importance {
  /** What people look for. */
  FIRST,
  USUAL,
  /** Comes last, and is opened by who asks for it. */
  DETAIL;

  /** Where a JSON object has it; usual where it has none. */
  public static final String KEY = "importance";

  /** As JSON and pages have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** That of the tree of a file. */
  public static Importance of(Object file) {
    if (file instanceof Map<?, ?> root) {
      for (Importance each : values()) {
        if (each.label().equals(root.get(KEY))) {
          return each;
        }
      }
    }
    return USUAL;
  }
}
