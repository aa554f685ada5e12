package io.plumbline.graph.op;

/** Maximum over all spatial axes, which stay with extent 1. */
public record GlobalMaxPool() implements Op {}
