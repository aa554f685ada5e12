package io.plumbline.graph.op;

/** The extents start…end of the input as int64; end Integer.MAX_VALUE means all. */
public record ShapeOf(int start, int end) implements Op {}
