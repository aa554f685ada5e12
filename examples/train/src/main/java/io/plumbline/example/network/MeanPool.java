package io.plumbline.example.network;

import java.util.List;

/** The mean of every channel over its map. */
public final class MeanPool implements Layer {
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation output = input;

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    output = Activation.of(x.count(), 1, 1, x.channels());
    float share = 1f / (x.height() * x.width());
    for (int i = 0; i < x.data().length; i++) {
      output.data()[target(i)] += x.data()[i] * share;
    }
    mode.store(this, output.data());
    return output;
  }

  @Override
  public void backward() {
    float share = 1f / (input.height() * input.width());
    for (int i = 0; i < input.data().length; i++) {
      input.gradient()[i] += output.gradient()[target(i)] * share;
    }
  }

  private int target(int element) {
    int channels = input.channels();
    int sample = element / (input.height() * input.width() * channels);
    return sample * channels + element % channels;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }
}
