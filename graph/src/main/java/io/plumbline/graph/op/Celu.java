package io.plumbline.graph.op;

/** max(0, x) + min(0, alpha·(exp(x/alpha) − 1)). */
public record Celu(float alpha) implements UnaryOp {
  @Override
  public double apply(double x) {
    return Math.max(0, x) + Math.min(0, alpha * StrictMath.expm1(x / alpha));
  }
}
