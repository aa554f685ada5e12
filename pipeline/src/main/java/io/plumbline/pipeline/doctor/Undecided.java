package io.plumbline.pipeline.doctor;

/**
 * A variation that may be better than the recipe or not, for all that the pictures say.
 *
 * @param needed about how many pictures would tell
 */
public record Undecided(Variation variation, long needed) {}
