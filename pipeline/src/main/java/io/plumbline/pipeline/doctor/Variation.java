package io.plumbline.pipeline.doctor;

/**
 * A configuration that differs from the user's in one thing.
 *
 * @param suspect what would be wrong with the user's
 * @param change what is done to it, as an order to the user
 */
public record Variation(Suspect suspect, String change, Recipe recipe) {}
