package io.plumbline.graph.op;

/** Inputs q, scale, optional zero point. */
public record DequantizeLinear(int axis) implements Op {}
