package io.plumbline.graph.op;

/**
 * {@code x + bias} where {@code x < -threshold}, {@code x - bias} where {@code x > threshold}, 0
 * between.
 */
public record Shrink(float threshold, float bias) implements UnaryOp {
  @Override
  public double apply(double x) {
    return x < -threshold ? x + bias : x > threshold ? x - bias : Double.isNaN(x) ? x : 0;
  }
}
