package io.plumbline.quantize.target;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.tensor.DType;

/**
 * What a node computes in.
 *
 * @param name as configurations and reports have it: {@code int8}, {@code int16}
 * @param activation dtype of the values a node reads and writes: int8, uint8, int16 or uint16, or
 *     float32
 * @param weight dtype of constant factors: int8, or float32 along with the activations
 * @param asymmetric whether activations may have a zero point
 * @param perChannel whether weights carry a scale for each output channel
 * @param accumulator the widest that the device sums in; a node gets the narrowest that holds its
 *     sums
 */
public record Scheme(
    String name,
    DType activation,
    DType weight,
    boolean asymmetric,
    boolean perChannel,
    Accumulator accumulator) {
  /** Not quantized. Every target can do this, by the float engine beside the program. */
  public static final Scheme FLOAT32 =
      new Scheme("float32", DType.FLOAT32, DType.FLOAT32, false, false, Accumulator.INT64);

  /** 8-bit activations and weights. */
  public static final Scheme INT8 =
      new Scheme("int8", DType.INT8, DType.INT8, true, true, Accumulator.INT32);

  /** 16-bit activations and 8-bit weights. */
  public static final Scheme INT16 =
      new Scheme("int16", DType.INT16, DType.INT8, true, true, Accumulator.INT64);

  public Scheme {
    boolean integer =
        weight == DType.INT8
            && (activation == DType.INT8
                || activation == DType.UINT8
                || activation == DType.INT16
                || activation == DType.UINT16);
    boolean real = activation == DType.FLOAT32 && weight == DType.FLOAT32;
    if (name.isBlank() || !(integer || real)) {
      throw new IllegalArgumentException(
          "scheme '%s' of %s and weights of %s"
              .formatted(name, activation.label(), weight.label()));
    }
  }

  /** Whether this is not quantized. */
  public boolean isReal() {
    return activation == DType.FLOAT32;
  }

  Scheme withAsymmetric(boolean allowed) {
    return new Scheme(name, activation, weight, allowed, perChannel, accumulator);
  }

  Scheme withPerChannel(boolean allowed) {
    return new Scheme(name, activation, weight, asymmetric, allowed, accumulator);
  }
}
