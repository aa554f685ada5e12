package io.plumbline.graph.op;

/** log of Softmax along one axis (semantics of opset 13). */
public record LogSoftmax(int axis) implements Op {}
