package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import jdk.incubator.vector.FloatVector;

/**
 * Writes real numbers as a float32 value, or as an 8-bit one with a single scale.
 *
 * @param floats whether the value is float32, and the rest without meaning
 */
record RealWriter(boolean floats, Quantizer quantizer, float scale) {
  static boolean writes(ProgramValue value) {
    return RealReader.reads(value);
  }

  static RealWriter of(ProgramValue value, Rounding rounding) {
    return value.dtype() == DType.FLOAT32
        ? new RealWriter(true, new Quantizer(rounding, 0, 0, 0), 1)
        : new RealWriter(false, Quantizer.of(value, rounding), value.quant().scale());
  }

  /** The first {@code count} lanes, at most {@link Lanes#COUNT}, from element {@code at} on. */
  void write(FloatVector reals, byte[] target, int at, int count) {
    if (floats) {
      Lanes.storeFloats(reals, target, at * Float.BYTES, count);
    } else {
      Lanes.storeBytes(quantizer.quantize(reals.div(scale)), target, at, count);
    }
  }
}
