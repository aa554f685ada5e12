package io.plumbline.quantize.target;

/** How a device adds the products of 8-bit integers. */
public enum Products {
  /** Every sum is the sum of its products. */
  EXACT,
  /**
   * Products of uint8 activations and int8 weights are added two by two in int16, and a pair that
   * leaves it is cut off: the instruction vpmaddubsw of x86-64 processors without VNNI.
   */
  SATURATING_PAIRS
}
