package io.plumbline.pipeline.doctor;

import io.plumbline.verify.score.PairedGain;
import java.util.Optional;

/**
 * A variation that was measured.
 *
 * @param gain against the recipe it varies; empty where that makes no input
 * @param chance how likely the gain is where there is nothing to gain, corrected for the number of
 *     variations that were tried; 1 where it was not judged
 */
public record Ranked(
    Variation variation, Standing standing, Optional<PairedGain> gain, double chance) {
  double evidence() {
    return standing.evidence();
  }

  Ranked withChance(double other) {
    return new Ranked(variation, standing, gain, other);
  }
}
