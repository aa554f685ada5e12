package io.plumbline.graph.op;

/** Two-dimensional view: axes before axis, axes from axis on. */
public record Flatten(int axis) implements Op {}
