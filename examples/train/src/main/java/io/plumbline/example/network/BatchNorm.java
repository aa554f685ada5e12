package io.plumbline.example.network;

import java.util.Arrays;
import java.util.List;

/**
 * Batch normalization over all positions (S. Ioffe, C. Szegedy, "Batch Normalization", 2015,
 * algorithm 1 and the gradients after it).
 */
public final class BatchNorm implements Layer {
  /** Added to the variance. */
  public static final float EPSILON = 1e-3f;

  private static final float MOMENTUM = 0.05f;

  private final int channels;
  private final boolean stored;
  final Parameter scale;
  final Parameter shift;
  final float[] runningMean;
  final float[] runningVariance;
  private final float[] mean;
  private final float[] inverseDeviation;
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation output = input;

  /**
   * @param stored whether its output is a tensor an integer model stores: no activation function
   *     follows
   */
  BatchNorm(int channels, boolean stored) {
    this.channels = channels;
    this.stored = stored;
    scale = Parameter.constant(channels, 1);
    shift = Parameter.constant(channels, 0);
    runningMean = new float[channels];
    runningVariance = new float[channels];
    Arrays.fill(runningVariance, 1);
    mean = new float[channels];
    inverseDeviation = new float[channels];
  }

  public Parameter scale() {
    return scale;
  }

  public Parameter shift() {
    return shift;
  }

  public float[] mean() {
    return runningMean.clone();
  }

  public float[] variance() {
    return runningVariance.clone();
  }

  /** The factor that folding puts on a convolution's weights of one output channel. */
  float foldedFactor(int channel) {
    return scale.values[channel] / (float) StrictMath.sqrt(runningVariance[channel] + EPSILON);
  }

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    output = Activation.of(x.count(), x.height(), x.width(), channels);
    switch (mode) {
      case Mode.Training() -> measure();
      case Mode.Inference ignored -> {
        for (int c = 0; c < channels; c++) {
          mean[c] = runningMean[c];
          inverseDeviation[c] = (float) (1 / StrictMath.sqrt(runningVariance[c] + EPSILON));
        }
      }
    }
    eachRow(
        (part, row) -> {
          float[] from = input.data();
          float[] to = output.data();
          for (int c = 0; c < channels; c++) {
            to[row + c] =
                (from[row + c] - mean[c]) * inverseDeviation[c] * scale.values[c] + shift.values[c];
          }
        });
    if (stored) {
      mode.store(this, output.data());
    }
    return output;
  }

  private void measure() {
    float[][] sums = new float[Chunks.COUNT][channels];
    eachRow((part, row) -> addTo(sums[part], row));
    Arrays.fill(mean, 0);
    Chunks.addInOrder(sums, mean);
    divide(mean);
    float[][] squares = new float[Chunks.COUNT][channels];
    eachRow(
        (part, row) -> {
          float[] from = input.data();
          float[] sum = squares[part];
          for (int c = 0; c < channels; c++) {
            float difference = from[row + c] - mean[c];
            sum[c] += difference * difference;
          }
        });
    float[] variance = new float[channels];
    Chunks.addInOrder(squares, variance);
    divide(variance);
    for (int c = 0; c < channels; c++) {
      inverseDeviation[c] = (float) (1 / StrictMath.sqrt(variance[c] + EPSILON));
      runningMean[c] += MOMENTUM * (mean[c] - runningMean[c]);
      runningVariance[c] += MOMENTUM * (variance[c] - runningVariance[c]);
    }
  }

  private void addTo(float[] sum, int row) {
    float[] from = input.data();
    for (int c = 0; c < channels; c++) {
      sum[c] += from[row + c];
    }
  }

  private void divide(float[] sums) {
    for (int c = 0; c < channels; c++) {
      sums[c] /= input.positions();
    }
  }

  @Override
  public void backward() {
    float[][] slopes = new float[Chunks.COUNT][channels];
    float[][] products = new float[Chunks.COUNT][channels];
    float[] gradient = output.gradient();
    eachRow(
        (part, row) -> {
          float[] from = input.data();
          for (int c = 0; c < channels; c++) {
            slopes[part][c] += gradient[row + c];
            products[part][c] +=
                gradient[row + c] * (from[row + c] - mean[c]) * inverseDeviation[c];
          }
        });
    float[] slope = new float[channels];
    float[] product = new float[channels];
    Chunks.addInOrder(slopes, slope);
    Chunks.addInOrder(products, product);
    float share = 1f / input.positions();
    eachRow(
        (part, row) -> {
          float[] from = input.data();
          float[] to = input.gradient();
          for (int c = 0; c < channels; c++) {
            float normal = (from[row + c] - mean[c]) * inverseDeviation[c];
            float centred = gradient[row + c] - share * (slope[c] + normal * product[c]);
            to[row + c] += scale.values[c] * inverseDeviation[c] * centred;
          }
        });
    for (int c = 0; c < channels; c++) {
      scale.gradient[c] += product[c];
      shift.gradient[c] += slope[c];
    }
  }

  private void eachRow(RowVisitor visitor) {
    Chunks.forEach(
        part -> {
          int end = Chunks.start(input.positions(), part + 1) * channels;
          for (int row = Chunks.start(input.positions(), part) * channels;
              row < end;
              row += channels) {
            visitor.visit(part, row);
          }
        });
  }

  /** The offset of the first channel of one position. */
  private interface RowVisitor {
    void visit(int part, int row);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(scale, shift);
  }
}
