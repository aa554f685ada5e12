package io.plumbline.runtime;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;

/**
 * Brings what a user feeds to the dtype of a port, so that one sample fits the float and the
 * integer model of the same network: 8-bit pixels less the input offset, uint8 pixels fed to
 * pictures less 128 where no offset is given, and float32 tensors that hold the integers of an
 * intermediate type. What needs no change is handed on as it is.
 */
public final class FedTensor {
  private FedTensor() {}

  /**
   * The tensor a port takes; of another dtype than the port's where no rule applies.
   *
   * @param picture whether the port takes an intermediate type, pixel − 128
   * @param offset subtracted from 8-bit tensors fed to pictures or 8-bit ports
   * @throws BadDataException when a result leaves the range of the port's dtype, or is no integer
   */
  public static Tensor fit(Port port, boolean picture, Tensor tensor, int offset) {
    boolean pixels = tensor.dtype() == DType.UINT8 || tensor.dtype() == DType.INT8;
    boolean takesPixels = port.dtype().bytes() == 1 || (picture && port.dtype() == DType.FLOAT32);
    if (offset != 0 && pixels && takesPixels) {
      return shifted(port, tensor, offset);
    }
    if (picture && takesPixels && tensor.dtype() == DType.UINT8 && port.dtype() != DType.UINT8) {
      return shifted(port, tensor, PictureInput.OFFSET);
    }
    if (picture && tensor.dtype() == DType.FLOAT32 && port.dtype() == DType.INT8) {
      return integers(port, tensor);
    }
    if (picture && tensor.dtype() == DType.INT8 && port.dtype() == DType.FLOAT32) {
      return Tensor.of(tensor.shape(), tensor.toFloats());
    }
    return tensor;
  }

  private static Tensor shifted(Port port, Tensor tensor, int offset) {
    int[] integers = tensor.toInts();
    DType range = port.dtype().isFloat() ? DType.INT8 : port.dtype();
    for (int i = 0; i < integers.length; i++) {
      int shifted = integers[i] - offset;
      if (shifted < range.minimum() || shifted > range.maximum()) {
        throw new BadDataException(
            "input.offset-range",
            port.name(),
            "Element %d is %d; less the input offset %d it is %d, outside %s."
                .formatted(i, integers[i], offset, shifted, range.label()),
            "Use the input offset 128 for pixels 0…255, and 0 for data already in the model's"
                + " type.");
      }
      integers[i] = shifted;
    }
    Tensor pixels = Tensor.ofIntegers(range, tensor.shape(), integers);
    return port.dtype().isFloat() ? Tensor.of(tensor.shape(), pixels.toFloats()) : pixels;
  }

  private static Tensor integers(Port port, Tensor tensor) {
    float[] values = tensor.toFloats();
    byte[] integers = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (byte) values[i];
      if (integers[i] != values[i]) {
        throw new BadDataException(
            "input.not-intermediate",
            port.name(),
            "Element %d is %s; this picture input takes whole numbers from -128 to 127."
                .formatted(i, values[i]),
            "Feed pixels 0…255 as uint8, such as a .npy of that type, or pixels less 128.");
      }
    }
    return Tensor.of(tensor.shape(), integers);
  }
}
