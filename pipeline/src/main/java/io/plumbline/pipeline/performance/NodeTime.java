package io.plumbline.pipeline.performance;

/**
 * How long one node takes when it runs alone.
 *
 * @param kind its op or instruction
 */
public record NodeTime(String name, String kind, Times times) {}
