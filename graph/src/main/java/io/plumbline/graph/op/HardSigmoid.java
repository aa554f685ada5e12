package io.plumbline.graph.op;

/** max(0, min(1, alpha·x + beta)). */
public record HardSigmoid(float alpha, float beta) implements UnaryOp {
  @Override
  public double apply(double x) {
    return Math.max(0, Math.min(1, alpha * x + beta));
  }
}
