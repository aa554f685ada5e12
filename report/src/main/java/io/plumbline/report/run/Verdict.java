package io.plumbline.report.run;

import java.util.List;

/**
 * What a run came to.
 *
 * @param sentence with the figures it rests on
 * @param reasons what speaks against it, each with its figures; empty when nothing does
 */
public record Verdict(Level level, String sentence, List<String> reasons) {
  /** How far the result can be trusted. */
  public enum Level {
    /** Nothing speaks against it. */
    GOOD("true to the float model"),
    /** It is usable, and something should be looked at. */
    CHECK("usable, with something to look at"),
    /** An output is less true than was asked for. */
    FAILED("less true than was asked for"),
    /** An output is not what the float model computes any more. */
    LOST("an output is far from the float model's"),
    /** Nothing could be measured. */
    UNKNOWN("not judged");

    private final String words;

    Level(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }
  }

  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
