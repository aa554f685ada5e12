package io.plumbline.quantize.plan;

/** What brings a quantized model nearer, where effort and target let it. */
public enum Technique {
  /** The biases of sums take up what rounding does to means. */
  BIAS_CORRECTION,
  /** The channels of a value have scales of their own, by factors. */
  CHANNEL_SCALES,
  /** Operands that are joined keep parameters of their own where their ranges are far narrower. */
  OWN_PARAMETERS,
  /** Values are held in parts, each with a range of its own. */
  RANGE_SPLITS
}
