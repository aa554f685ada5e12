package io.plumbline.graph.op;

/** Maximum over a window; padding never wins. */
public record MaxPool(Window window, boolean ceilMode) implements Op {}
