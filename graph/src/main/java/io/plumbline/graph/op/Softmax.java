package io.plumbline.graph.op;

/** exp(x) / Σ exp(x) along one axis (semantics of opset 13). */
public record Softmax(int axis) implements Op {}
