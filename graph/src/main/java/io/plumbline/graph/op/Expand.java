package io.plumbline.graph.op;

import java.util.List;

/** Broadcasts the input to the shape that it and the given one have together by NumPy's rule. */
public record Expand(List<Long> shape) implements Op {
  public Expand {
    shape = List.copyOf(shape);
  }
}
