package io.plumbline.example.network;

import io.plumbline.example.network.MatrixProduct.View;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A dense convolution of 1×1 or 3×3 with padding (kernel − 1)/2, as a product of patches
 * [positions, k·k·inputs] and weights [k·k·inputs, outputs].
 */
public final class Convolution implements Layer {
  private final int kernel;
  private final int stride;
  private final int inputs;
  private final int outputs;
  private final boolean firstLayer;
  final Parameter weights;
  private final Optional<Parameter> bias;
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation output = input;
  private float[] patches = {};

  private Convolution(
      int kernel, int stride, int inputs, int outputs, boolean biased, Random random) {
    this.kernel = kernel;
    this.stride = stride;
    this.inputs = inputs;
    this.outputs = outputs;
    this.firstLayer = kernel > 1;
    this.weights = Parameter.weights(depth() * outputs, depth(), random);
    this.bias = biased ? Optional.of(Parameter.constant(outputs, 0)) : Optional.empty();
  }

  /** The 3×3 convolution that reads the picture; it hands no gradient back. */
  static Convolution stem(int inputs, int outputs, int stride, Random random) {
    return new Convolution(3, stride, inputs, outputs, false, random);
  }

  static Convolution pointwise(int inputs, int outputs, Random random) {
    return new Convolution(1, 1, inputs, outputs, false, random);
  }

  /** A pointwise convolution with bias: on pooled features a fully connected layer. */
  static Convolution classifier(int inputs, int outputs, Random random) {
    return new Convolution(1, 1, inputs, outputs, true, random);
  }

  public int kernel() {
    return kernel;
  }

  public int stride() {
    return stride;
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return outputs;
  }

  /** Layout [k·k·inputs, outputs]. */
  public Parameter weights() {
    return weights;
  }

  public Optional<Parameter> bias() {
    return bias;
  }

  private int depth() {
    return kernel * kernel * inputs;
  }

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    int height = (x.height() - 1) / stride + 1;
    int width = (x.width() - 1) / stride + 1;
    output = Activation.of(x.count(), height, width, outputs);
    patches = kernel == 1 ? x.data() : new float[output.positions() * depth()];
    Chunks.forEach(
        part -> {
          int from = Chunks.start(x.count(), part) * height * width;
          int to = Chunks.start(x.count(), part + 1) * height * width;
          if (kernel > 1) {
            gather(from, to);
          }
          bias.ifPresent(parameter -> spread(parameter, from, to));
          MatrixProduct.add(
              new View(patches, from * depth(), depth(), 1),
              new View(weights.values, 0, outputs, 1),
              new View(output.data(), from * outputs, outputs, 1),
              to - from,
              depth(),
              outputs);
        });
    bias.ifPresent(parameter -> mode.store(this, output.data()));
    return output;
  }

  private void spread(Parameter parameter, int from, int to) {
    for (int position = from; position < to; position++) {
      System.arraycopy(parameter.values, 0, output.data(), position * outputs, outputs);
    }
  }

  private void gather(int from, int to) {
    int padding = (kernel - 1) / 2;
    for (int position = from; position < to; position++) {
      int x = position % output.width() * stride - padding;
      int y = position / output.width() % output.height() * stride - padding;
      int sample = position / (output.width() * output.height());
      for (int tap = 0; tap < kernel * kernel; tap++) {
        int column = x + tap % kernel;
        int row = y + tap / kernel;
        if (row >= 0 && row < input.height() && column >= 0 && column < input.width()) {
          int source = (sample * input.height() + row) * input.width() + column;
          System.arraycopy(
              input.data(), source * inputs, patches, position * depth() + tap * inputs, inputs);
        }
      }
    }
  }

  @Override
  public void backward() {
    float[][] weightParts = new float[Chunks.COUNT][weights.values.length];
    float[][] biasParts = new float[Chunks.COUNT][outputs];
    float[] transposed = transposedWeights();
    int map = output.height() * output.width();
    Chunks.forEach(
        part -> {
          int from = Chunks.start(output.count(), part) * map;
          int to = Chunks.start(output.count(), part + 1) * map;
          View slope = new View(output.gradient(), from * outputs, outputs, 1);
          MatrixProduct.add(
              new View(patches, from * depth(), 1, depth()),
              slope,
              new View(weightParts[part], 0, outputs, 1),
              depth(),
              to - from,
              outputs);
          for (int i = from * outputs; i < to * outputs; i++) {
            biasParts[part][i % outputs] += output.gradient()[i];
          }
          if (!firstLayer) {
            MatrixProduct.add(
                slope,
                new View(transposed, 0, inputs, 1),
                new View(input.gradient(), from * inputs, inputs, 1),
                to - from,
                outputs,
                inputs);
          }
        });
    Chunks.addInOrder(weightParts, weights.gradient);
    bias.ifPresent(parameter -> Chunks.addInOrder(biasParts, parameter.gradient));
  }

  private float[] transposedWeights() {
    float[] result = new float[weights.values.length];
    for (int i = 0; i < result.length; i++) {
      result[i % outputs * depth() + i / outputs] = weights.values[i];
    }
    return result;
  }

  @Override
  public List<Parameter> parameters() {
    return bias.map(parameter -> List.of(weights, parameter)).orElse(List.of(weights));
  }
}
