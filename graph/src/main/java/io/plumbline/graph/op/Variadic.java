package io.plumbline.graph.op;

/** An element-wise function of any number of inputs with NumPy broadcasting. */
public record Variadic(VariadicFunction function) implements Op {}
