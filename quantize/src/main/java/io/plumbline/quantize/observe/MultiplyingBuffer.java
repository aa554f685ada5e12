package io.plumbline.quantize.observe;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/** The memory of one thread in which tensors are multiplied. */
final class MultiplyingBuffer {
  private float[] numbers = new float[0];

  /**
   * The product of a tensor, which the next one may overwrite.
   *
   * @param tensor float32 [n, channels, …]
   * @throws IllegalArgumentException when it has other channels
   */
  Tensor product(Tensor tensor, ChannelMultiple multiple) {
    Shape shape = tensor.shape();
    List<Integer> exponents = multiple.exponents();
    if (exponents.isEmpty()) {
      return tensor;
    }
    if (shape.rank() < 2 || shape.dim(1) != exponents.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s for the channels of %s",
              Count.of(exponents.size(), "factor"),
              tensor));
    }
    int elements = Math.toIntExact(tensor.elements());
    if (numbers.length < elements) {
      numbers = new float[elements];
    }
    MemorySegment.copy(tensor.data(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers, 0, elements);
    int places = elements / Math.max(1, Math.toIntExact(shape.dim(0) * shape.dim(1)));
    for (int from = 0, row = 0; from < elements; from += places, row++) {
      multiply(from, from + places, Math.scalb(1f, exponents.get(row % exponents.size())));
    }
    return Tensor.wrap(
        DType.FLOAT32, shape, MemorySegment.ofArray(numbers).asSlice(0, elements * 4L));
  }

  private void multiply(int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      numbers[i] *= factor;
    }
  }
}
