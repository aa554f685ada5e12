package io.plumbline.graph.op;

/**
 * Softmax, or its logarithm, over all axes from the given one on, taken as one (semantics before
 * opset 13).
 *
 * @param axis not negative
 */
public record FlattenedSoftmax(int axis, boolean logarithm) implements Op {}
