package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;

/**
 * How the bytes of an 8-bit value are read as signed integers: int8 as it is, uint8 as q − 128,
 * which is the same bits with the highest turned over.
 *
 * @param flip the bits to turn over
 * @param zeroPoint of the signed integers
 */
record ByteCode(byte flip, int zeroPoint) {
  private static final int HALF = 128;

  /** Whether a value is a tensor of bytes with one scale and zero point. */
  static boolean reads(ProgramValue value) {
    return isByte(value.dtype()) && value.params().isPresent() && value.quant().isPerTensor();
  }

  /** Whether a value and the weights that it is multiplied by are bytes. */
  static boolean reads(ProgramValue value, Tensor weights) {
    return reads(value) && isByte(weights.dtype());
  }

  static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  static ByteCode of(ProgramValue value) {
    int zeroPoint = value.quant().zeroPoint();
    return value.dtype() == DType.UINT8
        ? new ByteCode((byte) HALF, zeroPoint - HALF)
        : new ByteCode((byte) 0, zeroPoint);
  }

  /** The smallest q − zeroPoint. */
  int low() {
    return Byte.MIN_VALUE - zeroPoint;
  }

  /** The largest q − zeroPoint. */
  int high() {
    return Byte.MAX_VALUE - zeroPoint;
  }

  /** One byte as q − zeroPoint. */
  int centred(byte stored) {
    return (byte) (stored ^ flip) - zeroPoint;
  }
}
