package io.plumbline.verify.similarity;

import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * A tensor's elements as real numbers, read piece by piece where they lie.
 *
 * @param params what the elements stand for where they are integers
 */
record RealValues(Tensor tensor, Optional<QuantParams> params) {
  long elements() {
    return tensor.elements();
  }

  /**
   * Reads elements in index order.
   *
   * @param from index of the first
   * @param count how many go into the front of {@code piece}
   */
  void read(long from, int count, float[] piece) {
    if (params.isPresent() && !tensor.dtype().isFloat()) {
      QuantParams quant = params.get();
      float scale = quant.scale();
      int zeroPoint = quant.zeroPoint();
      for (int i = 0; i < count; i++) {
        piece[i] = scale * (tensor.getLong(from + i) - zeroPoint);
      }
    } else {
      for (int i = 0; i < count; i++) {
        piece[i] = tensor.getFloat(from + i);
      }
    }
  }
}
