package io.plumbline.example.network;

import java.util.List;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A 3×3 convolution of each channel with its own filter, padding 1. Channels are a multiple of
 * eight.
 */
public final class DepthwiseConvolution implements Layer {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_256;
  private static final int WIDTH = LANES.length();

  /** Rows and columns of the filters. */
  public static final int KERNEL = 3;

  private final int stride;
  private final int channels;
  final Parameter weights;
  private Activation input = Activation.of(0, 0, 0, 0);
  private Activation output = input;

  DepthwiseConvolution(int channels, int stride, Random random) {
    this.stride = stride;
    this.channels = channels;
    this.weights = Parameter.weights(KERNEL * KERNEL * channels, KERNEL * KERNEL, random);
  }

  public int stride() {
    return stride;
  }

  public int channels() {
    return channels;
  }

  /** Layout [3·3, channels]. */
  public Parameter weights() {
    return weights;
  }

  @Override
  public Activation forward(Activation x, Mode mode) {
    input = x;
    output =
        Activation.of(
            x.count(), (x.height() - 1) / stride + 1, (x.width() - 1) / stride + 1, channels);
    eachTap(
        (part, position, source, tap) -> {
          for (int c = 0; c < channels; c += WIDTH) {
            FloatVector.fromArray(LANES, input.data(), source + c)
                .fma(
                    FloatVector.fromArray(LANES, weights.values, tap + c),
                    FloatVector.fromArray(LANES, output.data(), position + c))
                .intoArray(output.data(), position + c);
          }
        });
    return output;
  }

  @Override
  public void backward() {
    float[][] parts = new float[Chunks.COUNT][weights.values.length];
    eachTap(
        (part, position, source, tap) -> {
          float[] sums = parts[part];
          for (int c = 0; c < channels; c += WIDTH) {
            FloatVector slope = FloatVector.fromArray(LANES, output.gradient(), position + c);
            slope
                .fma(
                    FloatVector.fromArray(LANES, weights.values, tap + c),
                    FloatVector.fromArray(LANES, input.gradient(), source + c))
                .intoArray(input.gradient(), source + c);
            slope
                .fma(
                    FloatVector.fromArray(LANES, input.data(), source + c),
                    FloatVector.fromArray(LANES, sums, tap + c))
                .intoArray(sums, tap + c);
          }
        });
    Chunks.addInOrder(parts, weights.gradient);
  }

  /** Visits every pair of an output position and a tap whose input position lies inside the map. */
  private void eachTap(TapVisitor visitor) {
    int map = output.height() * output.width();
    Chunks.forEach(
        part -> {
          int end = Chunks.start(output.count(), part + 1) * map;
          for (int p = Chunks.start(output.count(), part) * map; p < end; p++) {
            int sample = p / map;
            for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
              int row = p % map / output.width() * stride - 1 + tap / KERNEL;
              int column = p % output.width() * stride - 1 + tap % KERNEL;
              if (row >= 0 && row < input.height() && column >= 0 && column < input.width()) {
                int source = (sample * input.height() + row) * input.width() + column;
                visitor.visit(part, p * channels, source * channels, tap * channels);
              }
            }
          }
        });
  }

  /** Offsets of the first channel of an output position, an input position and a tap. */
  private interface TapVisitor {
    void visit(int part, int position, int source, int tap);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights);
  }
}
