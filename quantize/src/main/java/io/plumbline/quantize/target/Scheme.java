package io.plumbline.quantize.target;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import java.util.Locale;

/**
 * What a node computes in. Weights of fewer than 8 bits are stored as int8: what they save is what
 * a device packs, and programs of them run like any other.
 *
 * @param name as configurations and reports have it: {@code int8}, {@code int16}, {@code w4a8}
 * @param activation dtype of the values a node reads and writes: int8, uint8, int16 or uint16, or
 *     float32
 * @param weight dtype of constant factors: int8, or float32 along with the activations
 * @param asymmetric whether activations may have a zero point
 * @param perChannel whether weights carry a scale for each output channel
 * @param accumulator the widest that the device sums in; a node gets the narrowest that holds its
 *     sums
 * @param weightBits how many bits the integers of weights have: 8, 7, 6 or 4, and 32 of float32
 */
public record Scheme(
    String name,
    DType activation,
    DType weight,
    boolean asymmetric,
    boolean perChannel,
    Accumulator accumulator,
    int weightBits) {
  /** Not quantized. Every target can do this, by the float engine beside the program. */
  public static final Scheme FLOAT32 =
      new Scheme("float32", DType.FLOAT32, DType.FLOAT32, false, false, Accumulator.INT64);

  /** 8-bit activations and weights. */
  public static final Scheme INT8 =
      new Scheme("int8", DType.INT8, DType.INT8, true, true, Accumulator.INT32);

  /** 16-bit activations and 8-bit weights. */
  public static final Scheme INT16 =
      new Scheme("int16", DType.INT16, DType.INT8, true, true, Accumulator.INT64);

  /** 8-bit activations and weights of 6 bits, −31…31. */
  public static final Scheme W6A8 = INT8.withWeightBits("w6a8", 6);

  /** 8-bit activations and weights of 4 bits, −7…7. */
  public static final Scheme W4A8 = INT8.withWeightBits("w4a8", 4);

  public Scheme {
    boolean integer =
        weight == DType.INT8
            && (activation == DType.INT8
                || activation == DType.UINT8
                || activation == DType.INT16
                || activation == DType.UINT16);
    boolean real = activation == DType.FLOAT32 && weight == DType.FLOAT32;
    boolean fits =
        integer
            ? weightBits == 8 || weightBits == 7 || weightBits == 6 || weightBits == 4
            : weightBits == 32;
    if (name.isBlank() || !(integer || real) || !fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scheme '%s' of %s and weights of %s in %d bits",
              name,
              activation.label(),
              weight.label(),
              weightBits));
    }
  }

  /** Weights have all bits of their type. */
  public Scheme(
      String name,
      DType activation,
      DType weight,
      boolean asymmetric,
      boolean perChannel,
      Accumulator accumulator) {
    this(name, activation, weight, asymmetric, perChannel, accumulator, weight.bytes() * Byte.SIZE);
  }

  /** The same with weights of fewer bits. */
  public Scheme withWeightBits(String other, int bits) {
    return new Scheme(other, activation, weight, asymmetric, perChannel, accumulator, bits);
  }

  /** The largest magnitude of the integer of a weight: 127, 63, 31 or 7. */
  public int weightLimit() {
    return (1 << (weightBits - 1)) - 1;
  }

  /** Whether this is not quantized. */
  public boolean isReal() {
    return activation == DType.FLOAT32;
  }

  Scheme withAsymmetric(boolean allowed) {
    return new Scheme(name, activation, weight, allowed, perChannel, accumulator, weightBits);
  }

  Scheme withPerChannel(boolean allowed) {
    return new Scheme(name, activation, weight, asymmetric, allowed, accumulator, weightBits);
  }
}
