package io.plumbline.graph.op;

/** The opposite of a bool input. */
public record Not() implements Op {}
