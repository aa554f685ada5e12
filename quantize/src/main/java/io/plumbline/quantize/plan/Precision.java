package io.plumbline.quantize.plan;

import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.DType;
import java.util.Locale;

/** What a node computes in. */
public enum Precision {
  /** 8-bit activations; weights, if there are any, of 8 bits or fewer. */
  INT8,
  /** 16-bit activations, and weights of 8 bits. */
  INT16,
  /** 8-bit activations and weights of 16 bits. */
  W16A8,
  /** 16-bit activations and weights. */
  W16A16,
  /** Positions, truth values and other integers that are no quantized numbers. */
  EXACT,
  FLOAT32;

  /** As reports and configurations have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What nodes with weights compute in that are of a scheme. */
  public static Precision of(Scheme scheme) {
    if (scheme.isReal()) {
      return FLOAT32;
    }
    Precision precision = ofIntegers(scheme.activation());
    return scheme.hasWideWeights() ? precision.withWideWeights() : precision;
  }

  /** What nodes compute in that read or write integers of this type. */
  public static Precision ofIntegers(DType dtype) {
    return dtype.bytes() > 1 ? INT16 : INT8;
  }

  /** The same with weights of 16 bits. */
  Precision withWideWeights() {
    return switch (this) {
      case INT8, W16A8 -> W16A8;
      case INT16, W16A16 -> W16A16;
      case EXACT, FLOAT32 -> this;
    };
  }

  /** The same without a word about weights. */
  public Precision ofActivations() {
    return switch (this) {
      case INT8, W16A8 -> INT8;
      case INT16, W16A16 -> INT16;
      case EXACT, FLOAT32 -> this;
    };
  }

  public boolean hasWideWeights() {
    return this == W16A8 || this == W16A16;
  }

  /** Whether real numbers are computed in integers. */
  public boolean isQuantized() {
    return this != EXACT && this != FLOAT32;
  }

  /** Whether activations have 8 bits. */
  public boolean isNarrow() {
    return ofActivations() == INT8;
  }
}
