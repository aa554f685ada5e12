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
    GOOD,
    /** It is usable, and something should be looked at. */
    CHECK,
    /** An output lost its meaning. */
    LOST,
    /** Nothing could be measured. */
    UNKNOWN
  }

  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
