package io.plumbline.report.run;

import java.util.List;

/** Names with values as people read them. */
public record FactGroup(String title, List<Fact> facts) {
  /** One of them. */
  public record Fact(String name, String value) {}

  public FactGroup {
    facts = List.copyOf(facts);
  }
}
