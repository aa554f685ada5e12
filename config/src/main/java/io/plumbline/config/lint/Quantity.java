package io.plumbline.config.lint;

import io.plumbline.config.dialect.Setting;

/** What a constant of the normalisation does to a pixel. */
enum Quantity {
  /** Is subtracted. */
  MEAN(Setting.MEAN),
  /** Divides. */
  DEVIATION(Setting.DEVIATION),
  /** Multiplies. */
  SCALE(Setting.SCALE);

  private final Setting setting;

  Quantity(Setting setting) {
    this.setting = setting;
  }

  /** Whether a value leaves pixels as they are. */
  boolean isNeutral(double value) {
    return value == (this == MEAN ? 0 : 1);
  }

  /** The setting that gives it. */
  Setting setting() {
    return setting;
  }
}
