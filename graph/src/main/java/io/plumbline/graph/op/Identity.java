package io.plumbline.graph.op;

/** The input itself; also an inference-time Dropout with one output. */
public record Identity() implements Op {}
