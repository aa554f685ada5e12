package io.plumbline.quantize.plan;

/** What a node computes in. */
public enum Precision {
  INT8,
  INT16,
  FLOAT32
}
