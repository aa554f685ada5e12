package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What several samples hold of one value, in memory that is given back when the value is read no
 * more, not when the heap is cleaned.
 */
final class ValueMemory implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment places;
  private final long stride;

  /**
   * @param bytes of the value
   */
  ValueMemory(long bytes, int samples) {
    this.stride = Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    this.places = arena.allocate(stride * samples, ALIGNMENT);
  }

  /**
   * A copy of a tensor in the place of a sample; elsewhere where its extents are its own and it
   * does not fit.
   */
  Tensor hold(int sample, Tensor tensor) {
    long size = tensor.data().byteSize();
    if (size > stride) {
      return tensor.copy();
    }
    MemorySegment place = places.asSlice(sample * stride, size);
    place.copyFrom(tensor.data());
    return Tensor.wrap(tensor.dtype(), tensor.shape(), place);
  }

  @Override
  public void close() {
    arena.close();
  }
}
