package io.plumbline.graph.op;

/** Inputs data, indices: picks slices along an axis. */
public record Gather(int axis) implements Op {}
