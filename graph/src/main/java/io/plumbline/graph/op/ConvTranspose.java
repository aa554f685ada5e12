package io.plumbline.graph.op;

import java.util.List;

/** Inputs x [N,C,d…], weights [C,M/group,k…], optional bias [M]. */
public record ConvTranspose(Window window, List<Integer> outputPadding, int group) implements Op {}
