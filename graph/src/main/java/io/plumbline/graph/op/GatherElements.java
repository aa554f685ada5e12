package io.plumbline.graph.op;

/** Inputs data, indices: each index is the coordinate along the axis, the others are its own. */
public record GatherElements(int axis) implements Op {}
