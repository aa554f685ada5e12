package io.plumbline.pipeline.doctor;

import java.util.OptionalDouble;

/**
 * How well a network does with pictures prepared in one way.
 *
 * @param evidence the mean over pictures, in nats
 * @param accuracy the share of right answers; empty without labels
 * @param confidence the mean of the largest probability
 */
public record Standing(double evidence, OptionalDouble accuracy, double confidence) {}
