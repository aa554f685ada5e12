package io.plumbline.tensor;

import java.util.Arrays;

/**
 * How integers stand for real numbers: {@code real = scale · (q − zeroPoint)}.
 *
 * <p>Per tensor there is one scale and {@link #axis} is {@link #PER_TENSOR}; per channel there is
 * one scale for each index along {@code axis}. Scales are positive finite float32, zero points lie
 * in the dtype's range.
 */
public final class QuantParams {
  public static final int PER_TENSOR = -1;

  private final DType dtype;
  private final float[] scales;
  private final int[] zeroPoints;
  private final int axis;

  private QuantParams(DType dtype, float[] scales, int[] zeroPoints, int axis) {
    if (!dtype.isQuantized() || scales.length == 0 || scales.length != zeroPoints.length) {
      throw new IllegalArgumentException(
          "%s with %d scales and %d zero points"
              .formatted(dtype, scales.length, zeroPoints.length));
    }
    if (axis == PER_TENSOR && scales.length != 1) {
      throw new IllegalArgumentException("per-tensor parameters with " + scales.length + " scales");
    }
    for (int i = 0; i < scales.length; i++) {
      if (!(scales[i] > 0) || Float.isInfinite(scales[i])) {
        throw new IllegalArgumentException(
            "scale " + scales[i] + " at " + i + " is not positive and finite");
      }
      if (zeroPoints[i] < dtype.minimum() || zeroPoints[i] > dtype.maximum()) {
        throw new IllegalArgumentException(
            "zero point " + zeroPoints[i] + " outside " + dtype.label());
      }
    }
    this.dtype = dtype;
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.axis = axis;
  }

  public static QuantParams perTensor(DType dtype, float scale, int zeroPoint) {
    return new QuantParams(dtype, new float[] {scale}, new int[] {zeroPoint}, PER_TENSOR);
  }

  /** Symmetric per-channel parameters: every zero point is 0. */
  public static QuantParams perChannel(DType dtype, float[] scales, int axis) {
    return new QuantParams(dtype, scales.clone(), new int[scales.length], axis);
  }

  public static QuantParams perChannel(DType dtype, float[] scales, int[] zeroPoints, int axis) {
    return new QuantParams(dtype, scales.clone(), zeroPoints.clone(), axis);
  }

  public DType dtype() {
    return dtype;
  }

  /** The axis the scales run along, or {@link #PER_TENSOR}. */
  public int axis() {
    return axis;
  }

  public boolean isPerTensor() {
    return axis == PER_TENSOR;
  }

  public int channels() {
    return scales.length;
  }

  public float scale(int channel) {
    return scales[isPerTensor() ? 0 : channel];
  }

  public int zeroPoint(int channel) {
    return zeroPoints[isPerTensor() ? 0 : channel];
  }

  /** The scale of per-tensor parameters. */
  public float scale() {
    requirePerTensor();
    return scales[0];
  }

  /** The zero point of per-tensor parameters. */
  public int zeroPoint() {
    requirePerTensor();
    return zeroPoints[0];
  }

  /** A fresh copy of all scales. */
  public float[] scales() {
    return scales.clone();
  }

  /** A fresh copy of all zero points. */
  public int[] zeroPoints() {
    return zeroPoints.clone();
  }

  private void requirePerTensor() {
    if (!isPerTensor()) {
      throw new IllegalStateException("per-channel parameters have no single scale");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuantParams params
        && dtype == params.dtype
        && axis == params.axis
        && Arrays.equals(scales, params.scales)
        && Arrays.equals(zeroPoints, params.zeroPoints);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(scales) * 31 + Arrays.hashCode(zeroPoints) + axis;
  }

  @Override
  public String toString() {
    return isPerTensor()
        ? "%s scale %s zero point %s".formatted(dtype.label(), scales[0], zeroPoints[0])
        : "%s %d channels on axis %d".formatted(dtype.label(), scales.length, axis);
  }
}
