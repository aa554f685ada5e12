package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;

/**
 * Reads the integers of a value of 8 or 16 bits with one scale as q − zeroPoint in float64, which
 * holds every sum of a program.
 *
 * @param dtype of the value
 */
record IntegerReader(DType dtype, int zeroPoint) {
  /** Whether a value is of 8 or 16 bits with one scale and zero point. */
  static boolean reads(ProgramValue value) {
    return value.dtype().bytes() <= 2 && value.params().isPresent() && value.quant().isPerTensor();
  }

  static IntegerReader of(ProgramValue value) {
    return new IntegerReader(value.dtype(), value.quant().zeroPoint());
  }

  /** So many consecutive elements, from element {@code at} to position {@code to}. */
  void read(byte[] source, int at, int count, double[] target, int to) {
    if (dtype.bytes() == 1) {
      int bits = dtype == DType.UINT8 ? 0xff : -1;
      for (int i = 0; i < count; i++) {
        target[to + i] = (source[at + i] & bits) - zeroPoint;
      }
    } else {
      int bits = dtype == DType.UINT16 ? 0xffff : -1;
      for (int i = 0; i < count; i++) {
        int octet = 2 * (at + i);
        int integer = (source[octet] & 0xff) | source[octet + 1] << Byte.SIZE;
        target[to + i] = (integer & bits) - zeroPoint;
      }
    }
  }
}
