package io.plumbline.pipeline.doctor;

import java.util.List;
import java.util.Optional;

/**
 * One look at all variations of a recipe.
 *
 * @param base how the recipe itself stands; empty when it makes no input for the network
 * @param ranked what was measured last, the best first
 * @param mistake the variation that names what is wrong; empty when nothing is
 * @param undecided where nothing is wrong for sure, what may be, the best first
 * @param pictures how many it rests on
 */
public record Round(
    Optional<Standing> base,
    List<Ranked> ranked,
    Optional<Ranked> mistake,
    List<Undecided> undecided,
    int pictures) {
  public Round {
    undecided = List.copyOf(undecided);
    ranked = List.copyOf(ranked);
  }
}
