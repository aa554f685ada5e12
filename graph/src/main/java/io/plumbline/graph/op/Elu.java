package io.plumbline.graph.op;

/** x where x ≥ 0, alpha·(exp(x) − 1) elsewhere. */
public record Elu(float alpha) implements UnaryOp {
  @Override
  public double apply(double x) {
    return x >= 0 ? x : alpha * StrictMath.expm1(x);
  }
}
