package io.plumbline.pipeline.doctor;

import java.util.List;
import java.util.Optional;

/**
 * One look at all variations of a recipe.
 *
 * @param base how the recipe itself stands; empty when it makes no input for the network
 * @param ranked what was measured last, the best first
 * @param mistake the variation that names what is wrong; empty when nothing is
 * @param pictures how many it rests on
 */
public record Round(
    Optional<Standing> base, List<Ranked> ranked, Optional<Ranked> mistake, int pictures) {
  public Round {
    ranked = List.copyOf(ranked);
  }
}
