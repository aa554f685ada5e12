package io.plumbline.graph.op;

/** Inputs x, scale, optional bias; normalises over axes axis… to the last, in float32. */
public record LayerNormalization(int axis, float epsilon) implements Op {}
