package io.plumbline.runtime.vector;

import io.plumbline.tensor.parallel.VectorWidth;
import java.util.Set;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shapes of this process and the moves between bytes, ints and floats of one lane count.
 * Byte arrays read here have {@link #SLACK} readable bytes behind their last element, as those of
 * {@link RunContext} do.
 */
final class Lanes {
  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorWidth.SHAPE);
  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorWidth.SHAPE);

  static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, VectorWidth.SHAPE);

  /** Elements handled at once. */
  static final int COUNT = FLOATS.length();

  /**
   * Whether there are 32 vector registers: x86 has 16 where its vectors are shorter than 512 bits.
   */
  static final boolean MANY_REGISTERS =
      COUNT >= 16 || !Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  /** Bytes that may be read, but mean nothing, behind the last element of a byte array. */
  static final int SLACK = 64;

  /**
   * Adding and subtracting this rounds a float of magnitude up to 2²² to an integer, ties to even.
   */
  static final float ROUNDING_SHIFT = 0x1.8p23f;

  static final int ROUNDING_SHIFT_BITS = Float.floatToRawIntBits(ROUNDING_SHIFT);

  /** The largest magnitude that {@link #ROUNDING_SHIFT} rounds rightly. */
  static final float ROUNDING_LIMIT = 0x1p22f;

  /** Bytes of as many lanes, or twice as many where the machine has no shorter vectors. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, COUNT * Byte.SIZE)));

  private static final VectorSpecies<Byte> FLOAT_BYTES =
      VectorSpecies.of(byte.class, VectorWidth.SHAPE);

  /** Ints of as many lanes as doubles have, or twice as many where there are no shorter vectors. */
  private static final VectorSpecies<Integer> DOUBLE_INTS =
      VectorSpecies.of(
          int.class, VectorShape.forBitSize(Math.max(64, DOUBLES.length() * Integer.SIZE)));

  private static final VectorSpecies<Float> DOUBLE_FLOATS =
      VectorSpecies.of(float.class, DOUBLE_INTS.vectorShape());

  /** Shorts of as many lanes. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(Math.max(64, COUNT * Short.SIZE)));

  private static final VectorSpecies<Byte> SHORT_BYTES =
      VectorSpecies.of(byte.class, SHORTS.vectorShape());

  /** The lanes of {@link #BYTES} that count. */
  static final VectorMask<Byte> ALL_BYTES = BYTES.indexInRange(0, COUNT);

  private Lanes() {}

  /** The smallest multiple of {@link #COUNT} that is at least {@code count}. */
  static int roundUp(int count) {
    return (count + COUNT - 1) / COUNT * COUNT;
  }

  /**
   * {@link #COUNT} bytes from {@code at} as signed ints.
   *
   * @param flip 0 for int8; for uint8 the bits 0x80, which turn q into q − 128
   */
  static IntVector loadInts(byte[] source, int at, byte flip) {
    ByteVector bytes = ByteVector.fromArray(BYTES, source, at).lanewise(VectorOperators.XOR, flip);
    return (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 0);
  }

  /** {@link #COUNT} bytes from {@code at} as floats; {@code flip} as in {@link #loadInts}. */
  static FloatVector loadFloats(byte[] source, int at, byte flip) {
    ByteVector bytes = ByteVector.fromArray(BYTES, source, at).lanewise(VectorOperators.XOR, flip);
    return (FloatVector) bytes.convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  /**
   * {@link #COUNT} little-endian integers of 16 bits from a byte offset.
   *
   * @param bits −1 for int16, 0xffff for uint16
   */
  static IntVector loadShorts(byte[] source, int at, int bits) {
    ShortVector shorts = ByteVector.fromArray(SHORT_BYTES, source, at).reinterpretAsShorts();
    return ((IntVector) shorts.convertShape(VectorOperators.S2I, INTS, 0)).and(bits);
  }

  /** Ints as doubles; one int more than is returned may be read. */
  static DoubleVector loadDoubles(int[] source, int at) {
    IntVector integers = IntVector.fromArray(DOUBLE_INTS, source, at);
    return (DoubleVector) integers.convertShape(VectorOperators.I2D, DOUBLES, 0);
  }

  /** Stores doubles rounded to floats; one float more than there are doubles may be written. */
  static void storeRounded(DoubleVector values, float[] target, int at) {
    ((FloatVector) values.convertShape(VectorOperators.D2F, DOUBLE_FLOATS, 0))
        .intoArray(target, at);
  }

  /** Stores the low 16 bits of the first {@code count} lanes, little-endian, at a byte offset. */
  static void storeShorts(IntVector values, byte[] target, int at, int count) {
    ShortVector shorts = (ShortVector) values.convertShape(VectorOperators.I2S, SHORTS, 0);
    ByteVector bytes = shorts.reinterpretAsBytes();
    if (count == COUNT && SHORTS.length() == COUNT) {
      bytes.intoArray(target, at);
    } else {
      bytes.intoArray(target, at, SHORT_BYTES.indexInRange(0, count * Short.BYTES));
    }
  }

  /** Stores the low byte of every lane. */
  static void storeBytes(IntVector values, byte[] target, int at) {
    ByteVector bytes = (ByteVector) values.convertShape(VectorOperators.I2B, BYTES, 0);
    if (BYTES.length() == COUNT) {
      bytes.intoArray(target, at);
    } else {
      bytes.intoArray(target, at, ALL_BYTES);
    }
  }

  /** Stores the low byte of the first {@code count} lanes, at most {@link #COUNT}. */
  static void storeBytes(IntVector values, byte[] target, int at, int count) {
    if (count == COUNT) {
      storeBytes(values, target, at);
      return;
    }
    ByteVector bytes = (ByteVector) values.convertShape(VectorOperators.I2B, BYTES, 0);
    bytes.intoArray(target, at, BYTES.indexInRange(0, count));
  }

  /** Stores the first {@code count} floats, little-endian, at a byte offset. */
  static void storeFloats(FloatVector values, byte[] target, int at, int count) {
    ByteVector bytes = values.reinterpretAsBytes();
    if (count >= COUNT) {
      bytes.intoArray(target, at);
    } else {
      bytes.intoArray(target, at, FLOAT_BYTES.indexInRange(0, count * Float.BYTES));
    }
  }

  /** {@link #COUNT} little-endian floats from a byte offset. */
  static FloatVector loadStoredFloats(byte[] source, int at) {
    return ByteVector.fromArray(FLOAT_BYTES, source, at).reinterpretAsFloats();
  }

  /**
   * {@code round(values) + zeroPoint}, ties to even, for values of magnitude up to {@link
   * #ROUNDING_LIMIT}.
   */
  static IntVector roundHalfEven(FloatVector values, int zeroPoint) {
    return values.add(ROUNDING_SHIFT).reinterpretAsInts().sub(ROUNDING_SHIFT_BITS - zeroPoint);
  }
}
