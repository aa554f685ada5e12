package io.plumbline.graph.op;

/** A question about two inputs with NumPy broadcasting; the answer is bool. */
public record Comparison(ComparisonOperator operator) implements Op {}
