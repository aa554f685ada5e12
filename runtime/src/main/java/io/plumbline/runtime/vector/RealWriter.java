package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Rounding;
import jdk.incubator.vector.FloatVector;

/**
 * Writes real numbers as a float32 value, or as one of 8 or 16 bits with a single scale.
 *
 * @param quantizer of no meaning where the value is float32, nor is the scale
 */
record RealWriter(DType dtype, Quantizer quantizer, float scale) {
  static boolean writes(ProgramValue value) {
    return RealReader.reads(value);
  }

  static RealWriter of(ProgramValue value, Rounding rounding) {
    return value.dtype() == DType.FLOAT32
        ? new RealWriter(DType.FLOAT32, new Quantizer(rounding, 0, 0, 0), 1)
        : new RealWriter(value.dtype(), Quantizer.of(value, rounding), value.quant().scale());
  }

  /** The first {@code count} lanes, at most {@link Lanes#COUNT}, from element {@code at} on. */
  void write(FloatVector reals, byte[] target, int at, int count) {
    if (dtype == DType.FLOAT32) {
      Lanes.storeFloats(reals, target, at * Float.BYTES, count);
    } else if (dtype.bytes() == 1) {
      Lanes.storeBytes(quantizer.quantize(reals.div(scale)), target, at, count);
    } else {
      Lanes.storeShorts(quantizer.quantize(reals.div(scale)), target, at * Short.BYTES, count);
    }
  }

  /**
   * Elements from element {@code at} on.
   *
   * @param reals read in whole vectors
   * @param integers memory for as many elements, rounded up to whole vectors
   */
  void write(float[] reals, int[] integers, int count, byte[] target, int at) {
    if (dtype == DType.FLOAT32) {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        FloatVector vector = FloatVector.fromArray(Lanes.FLOATS, reals, i);
        Lanes.storeFloats(vector, target, (at + i) * Float.BYTES, Math.min(Lanes.COUNT, count - i));
      }
    } else {
      for (int i = 0; i < count; i += Lanes.COUNT) {
        FloatVector scaled = FloatVector.fromArray(Lanes.FLOATS, reals, i).div(scale);
        quantizer.quantize(scaled).intoArray(integers, i);
      }
      new IntegerWriter(dtype).write(integers, count, target, at);
    }
  }
}
