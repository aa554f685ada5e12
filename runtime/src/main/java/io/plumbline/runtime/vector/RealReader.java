package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Reads the real numbers of a float32 value, or of one of 8 or 16 bits with a single scale.
 *
 * @param flip of the bytes, see {@link ByteCode}
 * @param bits of a short that count, see {@link Lanes#loadShorts}
 * @param zeroPoint of the integers as they are read
 */
record RealReader(DType dtype, byte flip, int bits, int zeroPoint, float scale) {
  static boolean reads(ProgramValue value) {
    return value.dtype() == DType.FLOAT32 || IntegerReader.reads(value);
  }

  static RealReader of(ProgramValue value) {
    if (value.dtype() == DType.FLOAT32) {
      return new RealReader(DType.FLOAT32, (byte) 0, 0, 0, 1);
    }
    float scale = value.quant().scale();
    if (ByteCode.isByte(value.dtype())) {
      ByteCode code = ByteCode.of(value);
      return new RealReader(value.dtype(), code.flip(), 0, code.zeroPoint(), scale);
    }
    int bits = IntegerReader.bits(value.dtype());
    return new RealReader(value.dtype(), (byte) 0, bits, value.quant().zeroPoint(), scale);
  }

  /** {@link Lanes#COUNT} elements from element {@code at}. */
  FloatVector read(byte[] source, int at) {
    if (dtype == DType.FLOAT32) {
      return Lanes.loadStoredFloats(source, at * Float.BYTES);
    }
    return dtype.bytes() == 1 ? readBytes(source, at) : readShorts(source, at);
  }

  private FloatVector readBytes(byte[] source, int at) {
    return Lanes.loadFloats(source, at, flip).sub((float) zeroPoint).mul(scale);
  }

  private FloatVector readShorts(byte[] source, int at) {
    IntVector integers = Lanes.loadShorts(source, at * Short.BYTES, bits).sub(zeroPoint);
    return ((FloatVector) integers.convert(VectorOperators.I2F, 0)).mul(scale);
  }

  /**
   * Whole vectors of elements from element {@code at} on, the last of which may reach beyond the
   * {@code count} that are wanted. A loop for each type: a vector that comes from one of several
   * places would be put into memory.
   */
  void read(byte[] source, int at, int count, float[] target) {
    if (dtype == DType.FLOAT32) {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        Lanes.loadStoredFloats(source, (at + i) * Float.BYTES).intoArray(target, i);
      }
    } else if (dtype.bytes() == 1) {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        readBytes(source, at + i).intoArray(target, i);
      }
    } else {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        readShorts(source, at + i).intoArray(target, i);
      }
    }
  }

  /** One element. */
  float one(byte[] source, int at) {
    return read(source, at).lane(0);
  }
}
