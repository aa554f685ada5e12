package io.plumbline.graph.op;

/** Inputs data, indices, updates: the converse of {@link GatherND}, without a reduction. */
public record ScatterND() implements Op {}
