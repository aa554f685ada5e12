package io.plumbline.example.network;

import java.util.Random;

/** Trainable numbers with their gradient and the velocity of momentum descent. */
public final class Parameter {
  private final boolean decays;
  final float[] values;
  final float[] gradient;
  private final float[] velocity;

  private Parameter(int size, boolean decays) {
    this.decays = decays;
    values = new float[size];
    gradient = new float[size];
    velocity = new float[size];
  }

  /** Normally distributed weights of variance 2/fanIn; they decay. */
  static Parameter weights(int size, int fanIn, Random random) {
    Parameter parameter = new Parameter(size, true);
    double deviation = StrictMath.sqrt(2.0 / fanIn);
    for (int i = 0; i < size; i++) {
      parameter.values[i] = (float) (deviation * random.nextGaussian());
    }
    return parameter;
  }

  /** All equal to a constant; they do not decay. */
  static Parameter constant(int size, float value) {
    Parameter parameter = new Parameter(size, false);
    java.util.Arrays.fill(parameter.values, value);
    return parameter;
  }

  /** A copy of the numbers. */
  public float[] toArray() {
    return values.clone();
  }

  /** One step of stochastic gradient descent with momentum 0.9; clears the gradient. */
  void descend(float rate, float decay) {
    for (int i = 0; i < values.length; i++) {
      float slope = gradient[i] + (decays ? decay * values[i] : 0);
      velocity[i] = 0.9f * velocity[i] + slope;
      values[i] -= rate * velocity[i];
      gradient[i] = 0;
    }
  }
}
