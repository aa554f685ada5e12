package io.plumbline.pipeline.doctor;

import java.util.List;

/**
 * What is wrong with a recipe.
 *
 * @param given the user's
 * @param mended with all changes made; the given one when nothing is wrong
 * @param labelled whether answers were held to labels
 * @param rounds one for each mistake, and a last one that found none
 */
public record Diagnosis(Recipe given, Recipe mended, boolean labelled, List<Round> rounds) {
  public Diagnosis {
    rounds = List.copyOf(rounds);
  }

  /** What may be wrong besides, for all that the pictures say. */
  public List<Undecided> undecided() {
    return rounds.isEmpty() ? List.of() : rounds.getLast().undecided();
  }

  /** What is wrong, the gravest first. */
  public List<Ranked> mistakes() {
    return rounds.stream().flatMap(round -> round.mistake().stream()).toList();
  }
}
