package io.plumbline.graph.op;

/**
 * Inputs x [N,C,d…], scale, bias; normalises groups of neighbouring channels over channels and
 * positions.
 *
 * @param perGroup whether scale and bias hold one number for each group, as before opset 21,
 *     instead of one for each channel
 */
public record GroupNormalization(int groups, float epsilon, boolean perGroup) implements Op {}
