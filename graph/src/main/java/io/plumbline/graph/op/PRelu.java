package io.plumbline.graph.op;

/** Inputs x, slope (broadcast to x): x where x ≥ 0, slope·x elsewhere. */
public record PRelu() implements Op {}
