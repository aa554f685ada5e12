package io.plumbline.pipeline.trial;

import java.util.List;

/**
 * A ladder that was climbed.
 *
 * @param heldOut how many samples judged
 * @param trials in order
 * @param best the last one that was taken
 * @param program SHA-256 of the file that the best settings give
 * @param seconds all of it took, reading the data as well
 */
public record Climb(
    Aim aim,
    int heldOut,
    List<Trial> trials,
    Trial best,
    Ending ending,
    String program,
    double seconds) {
  public Climb {
    trials = List.copyOf(trials);
  }

  /** Whether the target is reached. */
  public boolean isMet() {
    return aim.isMet(best.outcome());
  }
}
