package io.plumbline.quantize.plan;

import io.plumbline.quantize.target.Scheme;
import io.plumbline.tensor.DType;
import java.util.Locale;

/** What a node computes in. */
public enum Precision {
  INT8,
  INT16,
  /** Positions, truth values and other integers that are no quantized numbers. */
  EXACT,
  FLOAT32;

  /** As reports and configurations have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What nodes of a scheme compute in. */
  public static Precision of(Scheme scheme) {
    return scheme.isReal() ? FLOAT32 : ofIntegers(scheme.activation());
  }

  /** What nodes compute in that read or write integers of this type. */
  public static Precision ofIntegers(DType dtype) {
    return dtype.bytes() > 1 ? INT16 : INT8;
  }
}
