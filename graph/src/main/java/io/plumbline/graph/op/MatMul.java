package io.plumbline.graph.op;

/** Matrix product over the last two axes, batch axes broadcast. */
public record MatMul() implements Op {}
