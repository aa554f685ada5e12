package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.runtime.program.Window2d;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A convolution with any window and groups, as matrix products over blocks of output pixels. */
final class ConvolutionStep implements Step {
  private static final int BLOCK_BYTES = 256 * 1024;
  private static final int ROW_MULTIPLE = 12;

  /** One group's product and its packed weights. */
  private static final class Group {
    private final TiledProduct product;
    private final float[] weights;

    Group(TiledProduct product, float[] weights) {
      this.product = product;
      this.weights = weights;
    }
  }

  private final int input;
  private final int output;
  private final WindowGeometry geometry;
  private final PatchReader patches;
  private final int groupChannels;
  private final List<Group> groups;
  private final int blockRows;

  private ConvolutionStep(
      int input, int output, WindowGeometry geometry, ByteCode code, List<Group> groups) {
    int channels = geometry.inputChannels() / groups.size();
    int depth = groups.getFirst().product.depth();
    int fitting = BLOCK_BYTES / (Float.BYTES * depth);
    this.input = input;
    this.output = output;
    this.geometry = geometry;
    this.patches = new PatchReader(geometry, code, channels);
    this.groupChannels = channels;
    this.groups = groups;
    this.blockRows = Math.max(1, fitting / ROW_MULTIPLE) * ROW_MULTIPLE;
  }

  static ConvolutionStep of(Instruction.Convolution convolution, Program program) {
    ProgramValue from = program.value(convolution.input());
    ProgramValue to = program.value(convolution.output());
    WindowGeometry geometry = WindowGeometry.of(convolution.window(), from.shape(), to.shape());
    List<Group> groups =
        products(
            convolution.weights(),
            convolution.bias(),
            convolution.group(),
            geometry.outputPixels(),
            ByteCode.of(from),
            new AccumulatorWriters(convolution.stage(), to, program.rounding()));
    return new ConvolutionStep(
        convolution.input(), convolution.output(), geometry, ByteCode.of(from), groups);
  }

  /** A matrix product is a convolution of one row of pixels with a window of one. */
  static ConvolutionStep of(Instruction.Linear linear, Program program) {
    ProgramValue from = program.value(linear.input());
    ProgramValue to = program.value(linear.output());
    int depth = linear.weights().shape().intDim(1);
    int channels = linear.weights().shape().intDim(0);
    long rows = from.shape().elements() / depth;
    WindowGeometry geometry =
        WindowGeometry.of(
            Window2d.POINT, Shape.of(1, 1, rows, depth), Shape.of(1, 1, rows, channels));
    List<Group> product =
        products(
            linear.weights(),
            linear.bias(),
            1,
            geometry.outputPixels(),
            ByteCode.of(from),
            new AccumulatorWriters(linear.stage(), to, program.rounding()));
    return new ConvolutionStep(
        linear.input(), linear.output(), geometry, ByteCode.of(from), product);
  }

  private static List<Group> products(
      Tensor weightTensor,
      Tensor biasTensor,
      int count,
      int rows,
      ByteCode code,
      AccumulatorWriters writers) {
    byte[] weights = weightTensor.toBytes();
    int[] bias = biasTensor.toInts();
    int depth = weights.length / bias.length;
    int filters = bias.length / count;
    List<Group> products = new ArrayList<>();
    for (int first = 0; first < bias.length; first += filters) {
      DepthSplit split =
          DepthSplit.of(weights, bias, first, filters, depth, code.low(), code.high());
      PanelLayout layout = PanelLayout.of(filters, depth, rows);
      AccumulatorWriter writer = writers.writer(bias.length, split.largest());
      products.add(
          new Group(
              new TiledProduct(layout, split, first, bias, writer), layout.pack(weights, first)));
    }
    return List.copyOf(products);
  }

  @Override
  public void run(RunContext context) {
    byte[] from = context.bytes(input);
    byte[] to = context.bytes(output);
    context.parallel(
        geometry.outputPixels(), (begin, end, scratch) -> runPixels(from, to, begin, end, scratch));
  }

  private void runPixels(byte[] from, byte[] to, int begin, int end, Scratch scratch) {
    int channels = geometry.outputChannels();
    for (int pixel = begin; pixel < end; pixel += blockRows) {
      int rows = Math.min(blockRows, end - pixel);
      for (int group = 0; group < groups.size(); group++) {
        TiledProduct product = groups.get(group).product;
        float[] weights = groups.get(group).weights;
        float[] block = scratch.block(product.blockSize(blockRows));
        patches.read(from, pixel, rows, group * groupChannels, block);
        product.run(weights, block, rows, scratch, to, pixel * channels, channels);
      }
    }
  }
}
