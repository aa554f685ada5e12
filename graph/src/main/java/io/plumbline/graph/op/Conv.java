package io.plumbline.graph.op;

/** Inputs x [N,C,d…], weights [M,C/group,k…], optional bias [M]. */
public record Conv(Window window, int group) implements Op {}
