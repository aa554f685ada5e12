package io.plumbline.graph.op;

/** Mean over all spatial axes, which stay with extent 1. */
public record GlobalAveragePool() implements Op {}
