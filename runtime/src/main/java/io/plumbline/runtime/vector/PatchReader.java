package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Window2d;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Turns the input under the window of consecutive output pixels into rows of floats q − zeroPoint,
 * in the order [KH, KW, C/group] of the weights; padding is 0.
 */
final class PatchReader {
  private final WindowGeometry geometry;
  private final ByteCode code;
  private final int channels;
  private final int depth;
  private final boolean contiguous;
  private final boolean wholeLines;

  /**
   * @param channels input channels of one group
   */
  PatchReader(WindowGeometry geometry, ByteCode code, int channels) {
    Window2d window = geometry.window();
    this.geometry = geometry;
    this.code = code;
    this.channels = channels;
    this.depth = window.kernelHeight() * window.kernelWidth() * channels;
    this.wholeLines = channels == geometry.inputChannels() && window.dilationWidth() == 1;
    this.contiguous = channels == geometry.inputChannels() && window.isPoint();
  }

  /**
   * @param first the first output pixel, counted over batches, rows and columns
   * @param firstChannel the first input channel of the group
   */
  void read(byte[] input, int first, int count, int firstChannel, float[] block) {
    if (contiguous) {
      convert(input, first * depth, count * depth, block, 0, code);
      return;
    }
    int column = first % geometry.outputWidth();
    int row = first / geometry.outputWidth() % geometry.outputHeight();
    int batch = first / geometry.outputWidth() / geometry.outputHeight();
    for (int i = 0; i < count; i++) {
      readPatch(input, batch, row, column, firstChannel, block, i * depth);
      column++;
      if (column == geometry.outputWidth()) {
        column = 0;
        row++;
      }
      if (row == geometry.outputHeight()) {
        row = 0;
        batch++;
      }
    }
  }

  private void readPatch(
      byte[] input, int batch, int row, int column, int firstChannel, float[] block, int to) {
    Window2d window = geometry.window();
    int top = geometry.top(row);
    int left = geometry.left(column);
    int taps = window.kernelWidth();
    int begin = WindowGeometry.firstTap(left, window.dilationWidth());
    int end = WindowGeometry.endTap(left, window.dilationWidth(), taps, geometry.inputWidth());
    int line = taps * channels;
    int bottom = top + (window.kernelHeight() - 1) * window.dilationHeight();
    if (wholeLines && begin == 0 && end == taps && top >= 0 && bottom < geometry.inputHeight()) {
      int pixel = (batch * geometry.inputHeight() + top) * geometry.inputWidth() + left;
      int step = window.dilationHeight() * geometry.inputWidth() * channels;
      convertLines(input, pixel * channels, step, line, block, to);
      return;
    }
    for (int tap = 0; tap < window.kernelHeight(); tap++) {
      int y = top + tap * window.dilationHeight();
      int lineAt = to + tap * line;
      if (y < 0 || y >= geometry.inputHeight() || begin >= taps) {
        clear(block, lineAt, line);
      } else {
        clear(block, lineAt, begin * channels);
        int rowAt = (batch * geometry.inputHeight() + y) * geometry.inputWidth();
        readLine(input, rowAt + left, begin, end, firstChannel, block, lineAt);
        clear(block, lineAt + end * channels, (taps - end) * channels);
      }
    }
  }

  private void readLine(
      byte[] input, int pixel, int begin, int end, int firstChannel, float[] block, int to) {
    int dilation = geometry.window().dilationWidth();
    int all = geometry.inputChannels();
    if (wholeLines) {
      convert(input, (pixel + begin) * all, (end - begin) * all, block, to + begin * all, code);
      return;
    }
    for (int tap = begin; tap < end; tap++) {
      int from = (pixel + tap * dilation) * all + firstChannel;
      convert(input, from, channels, block, to + tap * channels, code);
    }
  }

  private void convertLines(byte[] input, int from, int step, int count, float[] block, int to) {
    byte flip = code.flip();
    float zeroPoint = code.zeroPoint();
    for (int line = 0; line < geometry.window().kernelHeight(); line++) {
      int lineFrom = from + line * step;
      int lineTo = to + line * count;
      for (int i = 0; i < count; i += Lanes.COUNT) {
        FloatVector values =
            (FloatVector)
                ByteVector.fromArray(Lanes.BYTES, input, lineFrom + i)
                    .lanewise(VectorOperators.XOR, flip)
                    .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
        values.sub(zeroPoint).intoArray(block, lineTo + i);
      }
    }
  }

  private static void clear(float[] block, int from, int count) {
    for (int i = from; i < from + count; i++) {
      block[i] = 0;
    }
  }

  /**
   * Consecutive elements as floats q − zeroPoint. Writes whole vectors: what lies behind the last
   * element is overwritten, by later calls or as slack.
   */
  static void convert(byte[] input, int from, int count, float[] block, int to, ByteCode code) {
    byte flip = code.flip();
    float zeroPoint = code.zeroPoint();
    for (int i = 0; i < count; i += Lanes.COUNT) {
      FloatVector values =
          (FloatVector)
              ByteVector.fromArray(Lanes.BYTES, input, from + i)
                  .lanewise(VectorOperators.XOR, flip)
                  .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
      values.sub(zeroPoint).intoArray(block, to + i);
    }
  }
}
