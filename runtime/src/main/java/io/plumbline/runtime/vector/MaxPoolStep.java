package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Pooling;
import io.plumbline.tensor.DType;
import jdk.incubator.vector.IntVector;

/**
 * The largest byte under each window; of a window that is all padding, the smallest of the type.
 */
final class MaxPoolStep extends PoolStep {
  private final byte flip;

  MaxPoolStep(Pooling.MaxPool pool, WindowGeometry geometry, DType dtype) {
    super(pool.input(), pool.output(), geometry);
    this.flip = dtype == DType.UINT8 ? Byte.MIN_VALUE : 0;
  }

  @Override
  void pool(byte[] from, Taps taps, int outputRow, int outputColumn, byte[] to, int at) {
    int channels = geometry().outputChannels();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      IntVector largest = IntVector.broadcast(Lanes.INTS, Byte.MIN_VALUE);
      for (int row = 0; row < taps.rows(); row++) {
        int rowAt = taps.first() + row * taps.rowStep() + c;
        for (int column = 0; column < taps.columns(); column++) {
          largest = largest.max(Lanes.loadInts(from, rowAt + column * taps.columnStep(), flip));
        }
      }
      Lanes.storeBytes(largest.sub(flip), to, at + c, Math.min(Lanes.COUNT, channels - c));
    }
  }
}
