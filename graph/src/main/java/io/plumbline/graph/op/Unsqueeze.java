package io.plumbline.graph.op;

import java.util.List;

/** Inserts axes of extent 1 at positions of the result. */
public record Unsqueeze(List<Integer> axes) implements Op {}
