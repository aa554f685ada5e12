package io.plumbline.graph.op;

/** A two-input element-wise function with NumPy broadcasting. */
public record Binary(BinaryFunction function) implements Op {}
