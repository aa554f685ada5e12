package io.plumbline.graph.op;

/** Inputs x, scale, zero point; saturating, half to even. */
public record QuantizeLinear(int axis) implements Op {}
