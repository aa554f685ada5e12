package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.Pooling;
import io.plumbline.tensor.DType;
import jdk.incubator.vector.IntVector;

/**
 * The largest integer of 16 bits under each window; of a window that is all padding, the smallest
 * of the type.
 */
final class WideMaxPoolStep extends PoolStep {
  private final int bits;
  private final int smallest;

  WideMaxPoolStep(Pooling.MaxPool pool, WindowGeometry geometry, DType dtype) {
    super(pool.input(), pool.output(), geometry);
    this.bits = IntegerReader.bits(dtype);
    this.smallest = dtype.minimum();
  }

  @Override
  void pool(byte[] from, Taps taps, int outputRow, int outputColumn, byte[] to, int at) {
    int channels = geometry().outputChannels();
    for (int c = 0; c < channels; c += Lanes.COUNT) {
      IntVector largest = IntVector.broadcast(Lanes.INTS, smallest);
      for (int row = 0; row < taps.rows(); row++) {
        int rowAt = taps.first() + row * taps.rowStep() + c;
        for (int column = 0; column < taps.columns(); column++) {
          int tap = (rowAt + column * taps.columnStep()) * Short.BYTES;
          largest = largest.max(Lanes.loadShorts(from, tap, bits));
        }
      }
      int count = Math.min(Lanes.COUNT, channels - c);
      Lanes.storeShorts(largest, to, (at + c) * Short.BYTES, count);
    }
  }
}
