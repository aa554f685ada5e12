package io.plumbline.graph.op;

/**
 * Inputs x [N,C,d…], scale [C], bias [C]; normalises every channel of every sample over its
 * positions.
 */
public record InstanceNormalization(float epsilon) implements Op {}
