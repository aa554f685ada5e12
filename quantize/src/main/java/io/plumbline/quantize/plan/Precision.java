package io.plumbline.quantize.plan;

/** What a node computes in. */
public enum Precision {
  INT8,
  INT16,
  /** Positions, truth values and other integers that are no quantized numbers. */
  EXACT,
  FLOAT32
}
