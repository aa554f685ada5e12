package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** Where each channel has a filter of its own. */
  private final Optional<WideTaps> taps;

  /** One for each group; none where each channel has a filter of its own. */
  private final List<WideProducts> products;

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
    double[] all = doubles(weights);
    double[] biases = doubles(bias);
    this.taps = isDepthwise() ? Optional.of(new WideTaps(all, biases)) : Optional.empty();
    int filters = biases.length / groups;
    this.products =
        isDepthwise()
            ? List.of()
            : IntStream.range(0, groups)
                .mapToObj(group -> new WideProducts(all, biases, group * filters, filters))
                .toList();
    this.writer = writer;
  }

  private static double[] doubles(Tensor integers) {
    return Arrays.stream(integers.toLongs()).asDoubleStream().toArray();
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
    if (taps.isPresent()) {
      runDepthwise(taps.get(), from, to, begin, end);
    } else {
      runProducts(from, to, begin, end);
    }
  }

  private void runDepthwise(WideTaps own, byte[] from, byte[] to, int begin, int end) {
    int filters = geometry.outputChannels();
    int[] patch = new int[patchSize() + Lanes.COUNT];
    double[] sums = new double[own.width()];
    WideOutput.Row row = new WideOutput.Row(filters);
    for (int pixel = begin; pixel < end; pixel++) {
      read(from, pixel, patch);
      own.run(patch, sums);
      writer.write(sums, 0, filters, 0, row, to, pixel * filters);
    }
  }

  /** Some pixels at once, of which the last ones may be what was there before. */
  private void runProducts(byte[] from, byte[] to, int begin, int end) {
    int filters = geometry.outputChannels();
    int depth = products.getFirst().depth();
    int width = products.getFirst().width();
    int[] patch = new int[patchSize() + Lanes.COUNT];
    double[] patches = new double[WideProducts.ROWS * patchSize() + Lanes.COUNT];
    double[] own = groups == 1 ? patches : new double[WideProducts.ROWS * depth];
    double[] sums = new double[WideProducts.ROWS * width];
    WideOutput.Row row = new WideOutput.Row(filters / groups);
    for (int first = begin; first < end; first += WideProducts.ROWS) {
      int count = Math.min(WideProducts.ROWS, end - first);
      for (int i = 0; i < count; i++) {
        read(from, first + i, patch);
        widen(patch, patches, i * patchSize());
      }
      for (int group = 0; group < groups; group++) {
        int channel = group * filters / groups;
        gather(patches, group, own);
        products.get(group).run(own, sums);
        for (int i = 0; i < count; i++) {
          int at = (first + i) * filters + channel;
          writer.write(sums, i * width, filters / groups, channel, row, to, at);
        }
      }
    }
  }

  /** Numbers that are multiplied for one pixel, of all groups. */
  private int patchSize() {
    Window2d window = geometry.window();
    return window.kernelHeight() * window.kernelWidth() * geometry.inputChannels();
  }

  /** The taps of one pixel, with all channels; those outside the input are 0. */
  private void read(byte[] from, int pixel, int[] patch) {
    Window2d window = geometry.window();
    int channels = geometry.inputChannels();
    int column = pixel % geometry.outputWidth();
    int row = pixel / geometry.outputWidth();
    int top = geometry.top(row % geometry.outputHeight());
    int left = geometry.left(column);
    int batch = row / geometry.outputHeight();
    int to = 0;
    for (int i = 0; i < window.kernelHeight(); i++) {
      int y = top + i * window.dilationHeight();
      for (int j = 0; j < window.kernelWidth(); j++) {
        int x = left + j * window.dilationWidth();
        if (y >= 0 && y < geometry.inputHeight() && x >= 0 && x < geometry.inputWidth()) {
          int at = (batch * geometry.inputHeight() + y) * geometry.inputWidth() + x;
          reader.read(from, at * channels, channels, patch, to);
        } else {
          Arrays.fill(patch, to, to + channels, 0);
        }
        to += channels;
      }
    }
  }

  private void widen(int[] patch, double[] patches, int first) {
    for (int i = 0; i < patchSize(); i += Lanes.DOUBLES.length()) {
      Lanes.loadDoubles(patch, i).intoArray(patches, first + i);
    }
  }

  /** The channels of one group, tap after tap and pixel after pixel. */
  private void gather(double[] patches, int group, double[] own) {
    if (groups > 1) {
      int count = geometry.inputChannels() / groups;
      for (int piece = 0; piece < own.length / count; piece++) {
        System.arraycopy(patches, (piece * groups + group) * count, own, piece * count, count);
      }
    }
  }

  /** Whether each channel has one filter of its own. */
  private boolean isDepthwise() {
    return groups > 1 && groups == geometry.inputChannels() && groups == geometry.outputChannels();
  }
}
