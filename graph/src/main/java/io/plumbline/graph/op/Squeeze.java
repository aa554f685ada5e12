package io.plumbline.graph.op;

import java.util.List;

/** Removes axes of extent 1; an empty list means all of them. */
public record Squeeze(List<Integer> axes) implements Op {}
