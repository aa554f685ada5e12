package io.plumbline.example.network;

import java.util.List;

/** One step of the network; it remembers its last input and output for the way back. */
public sealed interface Layer
    permits Convolution, DepthwiseConvolution, BatchNorm, Rectifier, MeanPool, Residual, Stack {
  /**
   * Computes the output.
   *
   * @param mode whether batch statistics are used and what happens to activations
   */
  Activation forward(Activation input, Mode mode);

  /** From the output's gradient adds to the parameters' gradients and sets the input's. */
  void backward();

  List<Parameter> parameters();
}
