package io.plumbline.verify.op;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/** Tensors in the order in which programs store them. */
final class StoredOrder {
  private StoredOrder() {}

  /** N,C,d… as N,d…,C. */
  static Tensor channelsLast(Tensor plain) {
    Shape shape = plain.shape();
    long batch = shape.dim(0);
    long channels = shape.dim(1);
    long positions =
        LongStream.range(2, shape.rank())
            .map(axis -> shape.dim((int) axis))
            .reduce(1, (a, b) -> a * b);
    long[] dims = shape.toArray();
    System.arraycopy(dims, 2, dims, 1, dims.length - 2);
    dims[dims.length - 1] = channels;
    Tensor stored = Tensor.allocate(plain.dtype(), Shape.of(dims));
    int bytes = plain.dtype().bytes();
    long target = 0;
    for (long n = 0; n < batch; n++) {
      for (long position = 0; position < positions; position++) {
        for (long channel = 0; channel < channels; channel++) {
          long source = ((n * channels + channel) * positions + position) * bytes;
          MemorySegment.copy(plain.data(), source, stored.data(), target, bytes);
          target += bytes;
        }
      }
    }
    return stored;
  }
}
