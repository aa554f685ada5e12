package io.plumbline.runtime.vector;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Rows of activations times packed weights, tile by tile, each tile handed to the output stage
 * while it is in the first cache. Sums are exact: in float32 as long as {@link DepthSplit} proves
 * it, stretch by stretch into int32 otherwise.
 */
final class TiledProduct {
  private final PackedWeights weights;
  private final DepthSplit split;
  private final int firstChannel;
  private final int[] bias;
  private final float[] start;
  private final AccumulatorWriter writer;

  /**
   * @param firstChannel the output channel of weight row 0
   * @param bias of all output channels
   */
  TiledProduct(
      PackedWeights weights,
      DepthSplit split,
      int firstChannel,
      int[] bias,
      AccumulatorWriter writer) {
    int padded = Lanes.roundUp(weights.rows());
    this.weights = weights;
    this.split = split;
    this.firstChannel = firstChannel;
    this.bias =
        Arrays.copyOf(
            Arrays.copyOfRange(bias, firstChannel, firstChannel + weights.rows()), padded);
    this.start = new float[padded];
    this.writer = writer;
    if (split.whole()) {
      for (int i = 0; i < weights.rows(); i++) {
        start[i] = this.bias[i];
      }
    }
  }

  /** Activations in a row. */
  int depth() {
    return weights.depth();
  }

  /** Floats that {@code rows} rows need as input of {@link #run}: kernels read whole tiles. */
  int blockSize(int rows) {
    return (rows + ProductKernels.MAX_ROWS) * weights.depth() + Lanes.COUNT;
  }

  /**
   * @param block rows × depth integers q − zeroPoint as floats, of {@link #blockSize}
   * @param at element index in {@code out} of the first row's output channel 0
   * @param stride elements from one row to the next in {@code out}
   */
  void run(float[] block, int rows, Scratch scratch, byte[] out, int at, int stride) {
    List<PackedWeights.Panel> panels = weights.panels();
    for (int i = 0; i < panels.size(); i++) {
      PackedWeights.Panel panel = panels.get(i);
      int width = panel.vectors() * Lanes.COUNT;
      int channel = firstChannel + panel.row();
      int channels = Math.min(width, weights.rows() - panel.row());
      int height = ProductKernels.rows(panel.vectors());
      float[] tile = scratch.tile(height * width);
      for (int row = 0; row < rows; row += height) {
        accumulate(block, row * weights.depth(), panel, tile, scratch);
        int used = Math.min(height, rows - row);
        int to = at + row * stride + channel;
        writer.write(tile, used, width, channel, channels, out, to, stride);
      }
    }
  }

  private void accumulate(
      float[] block, int at, PackedWeights.Panel panel, float[] tile, Scratch scratch) {
    if (split.whole()) {
      stretch(block, at, weights.depth(), panel, 0, tile);
    } else {
      accumulateStretches(block, at, panel, tile, scratch);
    }
  }

  private void stretch(
      float[] block, int at, int length, PackedWeights.Panel panel, int skipped, float[] tile) {
    int from = panel.offset() + skipped * panel.vectors() * Lanes.COUNT;
    ProductKernels.run(
        panel.vectors(),
        block,
        at,
        weights.depth(),
        length,
        weights.data(),
        from,
        start,
        panel.row(),
        tile);
  }

  private void accumulateStretches(
      float[] block, int at, PackedWeights.Panel panel, float[] tile, Scratch scratch) {
    int width = panel.vectors() * Lanes.COUNT;
    int size = ProductKernels.rows(panel.vectors()) * width;
    int[] sums = scratch.sums(size);
    for (int i = 0; i < size; i += width) {
      System.arraycopy(bias, panel.row(), sums, i, width);
    }
    int begin = 0;
    for (int i = 0; i < split.ends().size(); i++) {
      int end = split.ends().get(i);
      stretch(block, at + begin, end - begin, panel, begin, tile);
      addTo(sums, tile, size);
      begin = end;
    }
    toFloats(sums, tile, size);
  }

  private static void addTo(int[] sums, float[] tile, int size) {
    for (int i = 0; i < size; i += Lanes.COUNT) {
      FloatVector exact = FloatVector.fromArray(Lanes.FLOATS, tile, i);
      IntVector ints = (IntVector) exact.convert(VectorOperators.F2I, 0);
      IntVector.fromArray(Lanes.INTS, sums, i).add(ints).intoArray(sums, i);
    }
  }

  private static void toFloats(int[] sums, float[] tile, int size) {
    for (int i = 0; i < size; i += Lanes.COUNT) {
      IntVector ints = IntVector.fromArray(Lanes.INTS, sums, i);
      ((FloatVector) ints.convert(VectorOperators.I2F, 0)).intoArray(tile, i);
    }
  }
}
