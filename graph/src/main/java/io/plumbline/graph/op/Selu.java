package io.plumbline.graph.op;

/** gamma·x where x > 0, gamma·alpha·(exp(x) − 1) elsewhere. */
public record Selu(float alpha, float gamma) implements UnaryOp {
  @Override
  public double apply(double x) {
    return x > 0 ? gamma * x : gamma * (alpha * StrictMath.expm1(x));
  }
}
