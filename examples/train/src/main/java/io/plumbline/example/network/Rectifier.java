package io.plumbline.example.network;

import java.util.List;

/** min(max(x, 0), limit); an infinite limit makes it a plain ReLU. */
public final class Rectifier implements Layer {
  private final float limit;
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation output = input;

  private Rectifier(float limit) {
    this.limit = limit;
  }

  static Rectifier relu() {
    return new Rectifier(Float.POSITIVE_INFINITY);
  }

  static Rectifier relu6() {
    return new Rectifier(6);
  }

  public float limit() {
    return limit;
  }

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    output = Activation.of(x.count(), x.height(), x.width(), x.channels());
    float[] from = x.data();
    float[] to = output.data();
    for (int i = 0; i < to.length; i++) {
      to[i] = Math.min(Math.max(from[i], 0), limit);
    }
    mode.store(this, to);
    return output;
  }

  @Override
  public void backward() {
    float[] from = input.data();
    for (int i = 0; i < from.length; i++) {
      input.gradient()[i] += from[i] > 0 && from[i] < limit ? output.gradient()[i] : 0;
    }
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }
}
