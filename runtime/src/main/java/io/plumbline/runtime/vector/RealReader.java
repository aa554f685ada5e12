package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import jdk.incubator.vector.FloatVector;

/**
 * Reads the real numbers of a float32 value, or of an 8-bit one with a single scale.
 *
 * @param floats whether the value is float32, and the rest without meaning
 */
record RealReader(boolean floats, ByteCode code, float scale) {
  static boolean reads(ProgramValue value) {
    return value.dtype() == DType.FLOAT32 || ByteCode.reads(value);
  }

  static RealReader of(ProgramValue value) {
    return value.dtype() == DType.FLOAT32
        ? new RealReader(true, new ByteCode((byte) 0, 0), 1)
        : new RealReader(false, ByteCode.of(value), value.quant().scale());
  }

  /** {@link Lanes#COUNT} elements from element {@code at}. */
  FloatVector read(byte[] source, int at) {
    if (floats) {
      return Lanes.loadStoredFloats(source, at * Float.BYTES);
    }
    FloatVector integers = Lanes.loadFloats(source, at, code.flip());
    return integers.sub((float) code.zeroPoint()).mul(scale);
  }

  /** One element, in every lane. */
  FloatVector splat(byte[] source, int at) {
    return FloatVector.broadcast(Lanes.FLOATS, read(source, at).lane(0));
  }
}
