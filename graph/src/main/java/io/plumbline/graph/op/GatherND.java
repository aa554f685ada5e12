package io.plumbline.graph.op;

/**
 * Inputs data, indices: the last axis of the indices holds coordinates of the first axes after the
 * batch axes.
 */
public record GatherND(int batchDims) implements Op {}
