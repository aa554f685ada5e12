package io.plumbline.config.lint;

/** What a constant of the normalisation does to a pixel. */
enum Quantity {
  /** Is subtracted. */
  MEAN,
  /** Divides. */
  DEVIATION,
  /** Multiplies. */
  SCALE
}
