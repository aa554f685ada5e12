package io.plumbline.graph.op;

/** x where x > alpha, 0 elsewhere. */
public record ThresholdedRelu(float alpha) implements UnaryOp {
  @Override
  public double apply(double x) {
    return x > alpha || Double.isNaN(x) ? x : 0;
  }
}
