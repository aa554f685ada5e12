package io.plumbline.graph.op;

/** Inputs data, indices, updates: the converse of {@link GatherElements}, without a reduction. */
public record ScatterElements(int axis) implements Op {}
