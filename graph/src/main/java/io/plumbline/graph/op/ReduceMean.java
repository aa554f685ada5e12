package io.plumbline.graph.op;

import java.util.List;

/** Mean over the given axes (never empty, non-negative or counted from the end). */
public record ReduceMean(List<Integer> axes, boolean keepDims) implements Op {}
