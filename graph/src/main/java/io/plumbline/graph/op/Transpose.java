package io.plumbline.graph.op;

import java.util.List;

/** Result axis i is input axis order[i]. */
public record Transpose(List<Integer> order) implements Op {}
