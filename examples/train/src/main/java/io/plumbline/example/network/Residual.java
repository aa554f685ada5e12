package io.plumbline.example.network;

import java.util.List;

/** x + body(x). */
public final class Residual implements Layer {
  private final Stack body;
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation branch = input;
  private Activation output = input;

  Residual(Stack body) {
    this.body = body;
  }

  public Stack body() {
    return body;
  }

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    branch = body.forward(x, mode);
    output = Activation.of(x.count(), x.height(), x.width(), x.channels());
    for (int i = 0; i < output.data().length; i++) {
      output.data()[i] = x.data()[i] + branch.data()[i];
    }
    mode.store(this, output.data());
    return output;
  }

  @Override
  public void backward() {
    System.arraycopy(output.gradient(), 0, branch.gradient(), 0, branch.gradient().length);
    body.backward();
    for (int i = 0; i < input.gradient().length; i++) {
      input.gradient()[i] += output.gradient()[i];
    }
  }

  @Override
  public List<Parameter> parameters() {
    return body.parameters();
  }
}
