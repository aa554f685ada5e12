package io.plumbline.graph.op;

import java.util.List;

/** Cuts an axis into parts of the given sizes. */
public record Split(int axis, List<Long> sizes) implements Op {}
