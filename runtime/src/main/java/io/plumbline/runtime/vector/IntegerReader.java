package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;

/**
 * Reads the integers of a value of 8 or 16 bits with one scale as q − zeroPoint.
 *
 * @param flip of the bytes, see {@link ByteCode}
 * @param bits of a short that count, see {@link Lanes#loadShorts}
 * @param zeroPoint of the integers as they are read
 */
record IntegerReader(boolean bytes, byte flip, int bits, int zeroPoint) {
  private static final int ALL = -1;
  private static final int UNSIGNED = 0xffff;

  /** Whether a value is of 8 or 16 bits with one scale and zero point. */
  static boolean reads(ProgramValue value) {
    return value.dtype().isQuantized()
        && value.dtype().bytes() <= Short.BYTES
        && value.params().isPresent()
        && value.quant().isPerTensor();
  }

  static IntegerReader of(ProgramValue value) {
    if (ByteCode.isByte(value.dtype())) {
      ByteCode code = ByteCode.of(value);
      return new IntegerReader(true, code.flip(), ALL, code.zeroPoint());
    }
    return new IntegerReader(false, (byte) 0, bits(value.dtype()), value.quant().zeroPoint());
  }

  /** The bits of a short that count, in the int that it is read as. */
  static int bits(DType dtype) {
    return dtype == DType.UINT16 ? UNSIGNED : ALL;
  }

  /**
   * Whole vectors of consecutive elements from element {@code at} on, the last of which may reach
   * beyond the {@code count} that are wanted.
   */
  void read(byte[] source, int at, int count, int[] target, int to) {
    if (bytes) {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        Lanes.loadInts(source, at + i, flip).sub(zeroPoint).intoArray(target, to + i);
      }
    } else {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        Lanes.loadShorts(source, (at + i) * Short.BYTES, bits)
            .sub(zeroPoint)
            .intoArray(target, to + i);
      }
    }
  }
}
