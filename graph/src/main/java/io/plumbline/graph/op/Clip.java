package io.plumbline.graph.op;

/** Limits to [minimum, maximum]; infinite bounds mean none. */
public record Clip(float minimum, float maximum) implements UnaryOp {
  @Override
  public double apply(double x) {
    return Math.min(Math.max(x, minimum), maximum);
  }
}
