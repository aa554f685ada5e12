package io.plumbline.graph.op;

import java.util.List;

/** {@code (x − mean) / (deviation + 1e-9)} over the given axes. */
public record MeanVarianceNormalization(List<Integer> axes) implements Op {
  public MeanVarianceNormalization {
    axes = List.copyOf(axes);
  }
}
