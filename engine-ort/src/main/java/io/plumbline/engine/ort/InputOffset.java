package io.plumbline.engine.ort;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/** The step from a pixel to the intermediate type: value − offset. */
final class InputOffset {
  private InputOffset() {}

  /** The tensor itself for offset 0 and for other than 8-bit pixels and float tensors. */
  static Tensor subtract(Tensor tensor, int offset) {
    if (offset == 0 || (tensor.dtype().bytes() != 1 && tensor.dtype() != DType.FLOAT32)) {
      return tensor;
    }
    Tensor shifted = Tensor.allocate(tensor.dtype(), tensor.shape());
    for (long i = 0; i < tensor.elements(); i++) {
      if (tensor.dtype() == DType.FLOAT32) {
        shifted.data().setAtIndex(ValueLayout.JAVA_FLOAT, i, tensor.getFloat(i) - offset);
      } else {
        shifted.data().set(ValueLayout.JAVA_BYTE, i, (byte) (tensor.getLong(i) - offset));
      }
    }
    return shifted;
  }
}
