package io.plumbline.graph.op;

/** A function of two bool inputs with NumPy broadcasting. */
public record Logic(LogicOperator operator) implements Op {}
