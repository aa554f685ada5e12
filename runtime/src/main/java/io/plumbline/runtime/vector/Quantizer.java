package io.plumbline.runtime.vector;

import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.Rounding;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code clamp(round(v) + zeroPoint, low, high)} for any float v and any rounding; NaN becomes the
 * zero point, limited to [low, high]. The limits are applied before rounding, to which whole limits
 * make no difference, so that everything after them is small.
 */
record Quantizer(Rounding rounding, int zeroPoint, int low, int high) {
  /** To the whole range of a value of 8 or 16 bits. */
  static Quantizer of(ProgramValue value, Rounding rounding) {
    return new Quantizer(
        rounding, value.quant().zeroPoint(), value.dtype().minimum(), value.dtype().maximum());
  }

  IntVector quantize(FloatVector scaled) {
    FloatVector limited = limited(scaled);
    return switch (rounding) {
      case HALF_EVEN -> Lanes.roundHalfEven(limited, zeroPoint);
      case HALF_UP -> nearest(limited, VectorOperators.LT).add(zeroPoint);
      case HALF_AWAY -> nearest(limited, VectorOperators.LE).add(zeroPoint);
    };
  }

  /**
   * Limited, and 0 limited for NaN. By comparisons, of which x86 has instructions; those of its
   * minimum and maximum are not Java's.
   */
  private FloatVector limited(FloatVector scaled) {
    float least = low - zeroPoint;
    float most = high - zeroPoint;
    FloatVector above = scaled.blend(least, scaled.compare(VectorOperators.LT, least));
    FloatVector between = above.blend(most, above.compare(VectorOperators.GT, most));
    float instead = Math.clamp(0f, least, most);
    return between.blend(instead, scaled.compare(VectorOperators.NE, scaled));
  }

  /**
   * To nearest, positive ties up; negative ties up or down by how the fraction left after
   * truncation, which is exact, compares with −½.
   */
  private static IntVector nearest(FloatVector values, VectorOperators.Comparison down) {
    IntVector whole = (IntVector) values.convert(VectorOperators.F2I, 0);
    FloatVector fraction = values.sub((FloatVector) whole.convert(VectorOperators.I2F, 0));
    VectorMask<Integer> up = fraction.compare(VectorOperators.GE, 0.5f).cast(Lanes.INTS);
    VectorMask<Integer> lower = fraction.compare(down, -0.5f).cast(Lanes.INTS);
    return whole.add(1, up).sub(1, lower);
  }
}
