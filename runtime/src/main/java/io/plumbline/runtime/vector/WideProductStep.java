package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Convolutions and products with constant weights whose values or weights have 16 bits or whose
 * sums have 64: sums in float64, which are exact within the 2⁵³ that a program proves.
 */
final class WideProductStep implements Step {
  private final int input;
  private final int output;
  private final WindowGeometry geometry;
  private final IntegerReader reader;
  private final int groups;
  private final double[] bias;

  /** By group, depth and filter of the group; by tap and channel where each channel has one. */
  private final double[] weights;

  private final WideOutput writer;

  private WideProductStep(
      int input,
      int output,
      WindowGeometry geometry,
      IntegerReader reader,
      int groups,
      Tensor weights,
      Tensor bias,
      WideOutput writer) {
    this.input = input;
    this.output = output;
    this.geometry = geometry;
    this.reader = reader;
    this.groups = groups;
    this.bias = doubles(bias);
    this.weights = transposed(doubles(weights), this.bias.length, isDepthwise() ? 1 : groups);
    this.writer = writer;
  }

  private static double[] doubles(Tensor integers) {
    return Arrays.stream(integers.toLongs()).asDoubleStream().toArray();
  }

  /** [filters, depth] to [groups, depth, filters of a group]. */
  private static double[] transposed(double[] weights, int filters, int groups) {
    int depth = weights.length / filters;
    int own = filters / groups;
    double[] moved = new double[weights.length];
    for (int filter = 0; filter < filters; filter++) {
      for (int k = 0; k < depth; k++) {
        moved[(filter / own * depth + k) * own + filter % own] = weights[filter * depth + k];
      }
    }
    return moved;
  }

  static Optional<Step> of(Instruction.Convolution convolution, Program program) {
    ProgramValue from = program.value(convolution.input());
    ProgramValue to = program.value(convolution.output());
    WindowGeometry geometry = WindowGeometry.of(convolution.window(), from.shape(), to.shape());
    if (!IntegerReader.reads(from) || to.shape().elements() == 0) {
      return Optional.empty();
    }
    int channels = geometry.outputChannels();
    return Optional.of(
        new WideProductStep(
            convolution.input(),
            convolution.output(),
            geometry,
            IntegerReader.of(from),
            convolution.group(),
            convolution.weights(),
            convolution.bias(),
            new WideOutput(convolution.stage(), to, program.rounding(), channels)));
  }

  static Optional<Step> of(Instruction.Linear linear, Program program) {
    ProgramValue from = program.value(linear.input());
    ProgramValue to = program.value(linear.output());
    if (!IntegerReader.reads(from) || to.shape().elements() == 0) {
      return Optional.empty();
    }
    int channels = linear.weights().shape().intDim(0);
    int depth = linear.weights().shape().intDim(1);
    long rows = to.shape().elements() / channels;
    WindowGeometry geometry =
        WindowGeometry.of(
            Window2d.POINT, Shape.of(1, 1, rows, depth), Shape.of(1, 1, rows, channels));
    return Optional.of(
        new WideProductStep(
            linear.input(),
            linear.output(),
            geometry,
            IntegerReader.of(from),
            1,
            linear.weights(),
            linear.bias(),
            new WideOutput(linear.stage(), to, program.rounding(), channels)));
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(geometry.outputPixels(), (begin, end, _) -> runPixels(from, to, begin, end));
  }

  private void runPixels(byte[] from, byte[] to, int begin, int end) {
    int filters = geometry.outputChannels();
    int channels = geometry.inputChannels();
    int taps = geometry.window().kernelHeight() * geometry.window().kernelWidth();
    double[] patch = new double[taps * channels];
    double[] own = new double[taps * channels / groups];
    double[] sums = new double[filters / groups];
    for (int pixel = begin; pixel < end; pixel++) {
      read(from, pixel, patch);
      if (isDepthwise()) {
        double[] all = bias.clone();
        depthwise(patch, taps, all);
        writer.write(all, filters, 0, to, pixel * filters);
        continue;
      }
      for (int group = 0; group < groups; group++) {
        int first = group * sums.length;
        System.arraycopy(bias, first, sums, 0, sums.length);
        double[] factors = groups == 1 ? patch : gathered(patch, taps, group, own);
        accumulate(factors, weights, group * own.length * sums.length, sums);
        writer.write(sums, sums.length, first, to, pixel * filters + first);
      }
    }
  }

  /** The taps of one pixel, with all channels; those outside the input are 0. */
  private void read(byte[] from, int pixel, double[] patch) {
    Window2d window = geometry.window();
    int channels = geometry.inputChannels();
    int column = pixel % geometry.outputWidth();
    int row = pixel / geometry.outputWidth();
    int top = geometry.top(row % geometry.outputHeight());
    int left = geometry.left(column);
    int batch = row / geometry.outputHeight();
    Arrays.fill(patch, 0);
    for (int i = 0; i < window.kernelHeight(); i++) {
      int y = top + i * window.dilationHeight();
      for (int j = 0; j < window.kernelWidth(); j++) {
        int x = left + j * window.dilationWidth();
        if (y >= 0 && y < geometry.inputHeight() && x >= 0 && x < geometry.inputWidth()) {
          int at = (batch * geometry.inputHeight() + y) * geometry.inputWidth() + x;
          int to = (i * window.kernelWidth() + j) * channels;
          reader.read(from, at * channels, channels, patch, to);
        }
      }
    }
  }

  /** The channels of one group. */
  private double[] gathered(double[] patch, int taps, int group, double[] own) {
    int channels = geometry.inputChannels();
    int count = channels / groups;
    for (int tap = 0; tap < taps; tap++) {
      System.arraycopy(patch, tap * channels + group * count, own, tap * count, count);
    }
    return own;
  }

  /** Whether each channel has one filter of its own. */
  private boolean isDepthwise() {
    return groups > 1 && groups == geometry.inputChannels() && groups == geometry.outputChannels();
  }

  private void depthwise(double[] patch, int taps, double[] sums) {
    for (int tap = 0; tap < taps; tap++) {
      int row = tap * sums.length;
      for (int channel = 0; channel < sums.length; channel++) {
        sums[channel] += patch[row + channel] * weights[row + channel];
      }
    }
  }

  /**
   * Adds products to sums.
   *
   * @param matrix from {@code at} on a row of as many numbers as there are sums for each factor
   */
  static void accumulate(double[] factors, double[] matrix, int at, double[] sums) {
    for (int k = 0; k < factors.length; k++) {
      double factor = factors[k];
      int row = at + k * sums.length;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += factor * matrix[row + i];
      }
    }
  }
}
