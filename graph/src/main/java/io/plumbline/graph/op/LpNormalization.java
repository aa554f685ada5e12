package io.plumbline.graph.op;

/** Divides by the norm of order p, 1 or 2, along an axis; zeros stay where the norm is 0. */
public record LpNormalization(int axis, int p) implements Op {}
