package io.plumbline.graph.op;

/** x where x ≥ 0, alpha·x elsewhere. */
public record LeakyRelu(float alpha) implements UnaryOp {
  @Override
  public double apply(double x) {
    return x >= 0 ? x : alpha * x;
  }
}
