package io.plumbline.graph.op;

/** Joins its inputs along an axis. */
public record Concat(int axis) implements Op {}
