package io.plumbline.graph.op;

import java.util.List;

/** A function of all elements along the given axes (never empty, negative ones from the end). */
public record Reduce(ReduceFunction function, List<Integer> axes, boolean keepDims) implements Op {
  public Reduce {
    axes = List.copyOf(axes);
  }
}
