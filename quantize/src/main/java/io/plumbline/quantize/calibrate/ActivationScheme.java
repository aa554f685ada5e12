package io.plumbline.quantize.calibrate;

import io.plumbline.quantize.target.ScaleConvention;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.Optional;

/**
 * How the parameters of an activation follow from its range.
 *
 * @param dtype int8, uint8, int16 or uint16
 * @param asymmetric whether the zero point is free
 * @param convention of the scale when it is not
 */
public record ActivationScheme(DType dtype, boolean asymmetric, ScaleConvention convention) {
  /** What a scheme of a target says of activations. */
  public static ActivationScheme of(Scheme scheme, ScaleConvention convention) {
    return new ActivationScheme(scheme.activation(), scheme.asymmetric(), convention);
  }

  /** The same with a fixed zero point. */
  public ActivationScheme symmetric() {
    return new ActivationScheme(dtype, false, convention);
  }

  private int steps() {
    return dtype.maximum() - dtype.minimum();
  }

  /** Whether a range is too narrow for a float32 scale, such as that of a tensor of zeros. */
  public boolean isDegenerate(Range range) {
    return range.high() - range.low() < (double) Float.MIN_NORMAL * steps();
  }

  /**
   * Parameters with which every whole number of a range is an integer exactly: the scale is the
   * smallest power of two up to 1 that covers the range, and the zero point the nearest to that of
   * a symmetric scheme. Empty where the dtype has too few integers.
   */
  public Optional<QuantParams> whole(Range range) {
    Optional<QuantParams> found = Optional.empty();
    for (int halvings = 0; halvings < 8 * dtype.bytes(); halvings++) {
      Optional<QuantParams> finer = whole(range, 1f / (1 << halvings));
      if (finer.isEmpty()) {
        return found;
      }
      found = finer;
    }
    return found;
  }

  private Optional<QuantParams> whole(Range range, float scale) {
    int middle = dtype.minimum() < 0 ? 0 : steps() / 2 + 1;
    double least = dtype.minimum() - Math.floor(range.low()) / scale;
    double most = dtype.maximum() - Math.ceil(range.high()) / scale;
    boolean fits = asymmetric ? least <= most : least <= middle && middle <= most;
    return fits
        ? Optional.of(QuantParams.perTensor(dtype, scale, (int) Math.clamp(middle, least, most)))
        : Optional.empty();
  }

  /**
   * Scale and zero point, computed in double and rounded once.
   *
   * <p>Symmetric: the scale of {@link ScaleConvention} for the larger end; the zero point is 0, and
   * the middle of the range for an unsigned dtype. Asymmetric: {@code (high − low) / (2ⁿ − 1)} and
   * {@code round_half_even(minimum − low / scale)}, so that 0 is an integer exactly. A degenerate
   * range has scale 1.
   */
  public QuantParams params(Range range) {
    int middle = dtype.minimum() < 0 ? 0 : steps() / 2 + 1;
    if (isDegenerate(range)) {
      return QuantParams.perTensor(dtype, 1, middle);
    }
    if (!asymmetric) {
      int bits = 8 * dtype.bytes();
      return QuantParams.perTensor(dtype, convention.scale(range.threshold(), bits), middle);
    }
    float scale = (float) (((double) range.high() - range.low()) / steps());
    double zeroPoint = Math.rint(dtype.minimum() - (double) range.low() / scale);
    return QuantParams.perTensor(
        dtype, scale, (int) Math.clamp(zeroPoint, dtype.minimum(), dtype.maximum()));
  }
}
