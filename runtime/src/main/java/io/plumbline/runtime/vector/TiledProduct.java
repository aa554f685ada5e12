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
  private final PanelLayout layout;
  private final DepthSplit split;
  private final int firstChannel;
  private final int[] bias;
  private final float[] start;
  private final AccumulatorWriter writer;

  /**
   * @param firstChannel the output channel of the first row of weights
   * @param bias of all output channels
   */
  TiledProduct(
      PanelLayout layout,
      DepthSplit split,
      int firstChannel,
      int[] bias,
      AccumulatorWriter writer) {
    int padded = Lanes.roundUp(layout.rows());
    this.layout = layout;
    this.split = split;
    this.firstChannel = firstChannel;
    this.bias =
        Arrays.copyOf(Arrays.copyOfRange(bias, firstChannel, firstChannel + layout.rows()), padded);
    this.start = new float[padded];
    this.writer = writer;
    if (split.whole()) {
      for (int i = 0; i < layout.rows(); i++) {
        start[i] = this.bias[i];
      }
    }
  }

  /** Activations in a row. */
  int depth() {
    return layout.depth();
  }

  /** Floats that {@code rows} rows need as input of {@link #run}: kernels read whole tiles. */
  int blockSize(int rows) {
    return (rows + ProductKernels.MAX_ROWS) * layout.depth() + Lanes.COUNT;
  }

  /**
   * @param weights packed by the layout
   * @param block rows × depth integers q − zeroPoint as floats, of {@link #blockSize}
   * @param at element index in {@code out} of the first row's output channel 0
   * @param stride elements from one row to the next in {@code out}
   */
  void run(
      float[] weights, float[] block, int rows, Scratch scratch, byte[] out, int at, int stride) {
    List<PanelLayout.Panel> panels = layout.panels();
    for (int i = 0; i < panels.size(); i++) {
      PanelLayout.Panel panel = panels.get(i);
      int width = panel.width();
      int channel = firstChannel + panel.row();
      int channels = Math.min(width, layout.rows() - panel.row());
      int height = ProductKernels.rows(panel.vectors());
      float[] tile = scratch.tile(height * width);
      for (int row = 0; row < rows; row += height) {
        accumulate(weights, block, row * layout.depth(), panel, tile, scratch);
        int used = Math.min(height, rows - row);
        int to = at + row * stride + channel;
        writer.write(tile, used, width, channel, channels, out, to, stride);
      }
    }
  }

  private void accumulate(
      float[] weights,
      float[] block,
      int at,
      PanelLayout.Panel panel,
      float[] tile,
      Scratch scratch) {
    if (split.whole()) {
      stretch(weights, block, at, layout.depth(), panel, 0, tile);
    } else {
      accumulateStretches(weights, block, at, panel, tile, scratch);
    }
  }

  private void stretch(
      float[] weights,
      float[] block,
      int at,
      int length,
      PanelLayout.Panel panel,
      int skipped,
      float[] tile) {
    int from = panel.offset() + skipped * panel.width();
    ProductKernels.run(
        panel.vectors(),
        block,
        at,
        layout.depth(),
        length,
        weights,
        from,
        start,
        panel.row(),
        tile);
  }

  private void accumulateStretches(
      float[] weights,
      float[] block,
      int at,
      PanelLayout.Panel panel,
      float[] tile,
      Scratch scratch) {
    int width = panel.width();
    int size = ProductKernels.rows(panel.vectors()) * width;
    int[] sums = scratch.sums(size);
    for (int i = 0; i < size; i += width) {
      System.arraycopy(bias, panel.row(), sums, i, width);
    }
    int begin = 0;
    for (int i = 0; i < split.ends().size(); i++) {
      int end = split.ends().get(i);
      stretch(weights, block, at + begin, end - begin, panel, begin, tile);
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
