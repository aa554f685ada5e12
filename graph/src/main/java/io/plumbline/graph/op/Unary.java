package io.plumbline.graph.op;

/** A one-input element-wise function without attributes. */
public record Unary(UnaryFunction function) implements UnaryOp {
  @Override
  public double apply(double x) {
    return function.apply(x);
  }
}
