package io.plumbline.quantize.annotate;

/** How the weights of an annotated graph are stored. */
public enum WeightForm {
  /** Float32 constants that QuantizeLinear and DequantizeLinear round at run time; float32 bias. */
  FLOAT,
  /** Integer constants behind DequantizeLinear; int32 bias. */
  INTEGER
}
