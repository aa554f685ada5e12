package io.plumbline.quantize.target;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a node computes in. Weights of fewer than 8 bits are stored as int8: what they save is what
 * a device packs, and programs of them run like any other. Those of 16 bits are −32767…32767; sums
 * of products alone have them.
 *
 * @param name as configurations and reports have it: {@code int8}, {@code int16}, {@code w4a8}
 * @param activation dtype of the values a node reads and writes: int8, uint8, int16 or uint16, or
 *     float32
 * @param weight dtype of constant factors: int8 or int16, or float32 along with the activations
 * @param asymmetric whether activations may have a zero point
 * @param perChannel whether weights carry a scale for each output channel
 * @param accumulator the widest that the device sums in; a node gets the narrowest that holds its
 *     sums
 * @param weightBits how many bits the integers of weights have: 16, 8, 7, 6 or 4, and 32 of float32
 */
public record Scheme(
    String name,
    DType activation,
    DType weight,
    boolean asymmetric,
    boolean perChannel,
    Accumulator accumulator,
    int weightBits) {
  private static final Map<DType, List<Integer>> BITS =
      Map.of(
          DType.INT8,
          List.of(8, 7, 6, 4),
          DType.INT16,
          List.of(16),
          DType.FLOAT32,
          List.of(Float.SIZE));

  /** Not quantized. Every target can do this, by the float engine beside the program. */
  public static final Scheme FLOAT32 =
      new Scheme("float32", DType.FLOAT32, DType.FLOAT32, false, false, Accumulator.INT64);

  /** 8-bit activations and weights. */
  public static final Scheme INT8 =
      new Scheme("int8", DType.INT8, DType.INT8, true, true, Accumulator.INT32);

  /** 16-bit activations and 8-bit weights. */
  public static final Scheme INT16 =
      new Scheme("int16", DType.INT16, DType.INT8, true, true, Accumulator.INT64);

  /** 16-bit activations and weights. */
  public static final Scheme W16A16 =
      new Scheme("w16a16", DType.INT16, DType.INT16, true, true, Accumulator.INT64);

  /** 8-bit activations and 16-bit weights. */
  public static final Scheme W16A8 =
      new Scheme("w16a8", DType.INT8, DType.INT16, true, true, Accumulator.INT64);

  /** 8-bit activations and weights of 6 bits, −31…31. */
  public static final Scheme W6A8 = INT8.withWeightBits("w6a8", 6);

  /** 8-bit activations and weights of 4 bits, −7…7. */
  public static final Scheme W4A8 = INT8.withWeightBits("w4a8", 4);

  public Scheme {
    boolean integer =
        (weight == DType.INT8 || weight == DType.INT16)
            && (activation == DType.INT8
                || activation == DType.UINT8
                || activation == DType.INT16
                || activation == DType.UINT16);
    boolean real = activation == DType.FLOAT32 && weight == DType.FLOAT32;
    boolean fits = BITS.getOrDefault(weight, List.of()).contains(weightBits);
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

  /**
   * The same with the weights of another scheme, in the wider accumulator of both. The name is this
   * scheme's.
   */
  public Scheme withWeightsOf(Scheme other) {
    return new Scheme(
        name,
        activation,
        other.weight,
        asymmetric,
        perChannel,
        accumulator.compareTo(other.accumulator) < 0 ? other.accumulator : accumulator,
        other.weightBits);
  }

  /** The same with weights of 8 bits in place of 16. */
  public Scheme withNarrowWeights() {
    return hasWideWeights()
        ? new Scheme(name, activation, DType.INT8, asymmetric, perChannel, accumulator)
        : this;
  }

  /**
   * Whether this needs less of a device than another scheme: neither activations nor weights of
   * more bytes, and fewer of either.
   */
  public boolean isWithin(Scheme other) {
    int activations = other.activation.bytes() - activation.bytes();
    int weights = other.weight.bytes() - weight.bytes();
    return activations >= 0 && weights >= 0 && activations + weights > 0;
  }

  /** The largest magnitude of the integer of a weight: 32767, 127, 63, 31 or 7. */
  public int weightLimit() {
    return (1 << (weightBits - 1)) - 1;
  }

  /** Whether weights have 16 bits. */
  public boolean hasWideWeights() {
    return weight == DType.INT16;
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
