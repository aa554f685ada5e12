package io.plumbline.pipeline.request;

import java.util.Locale;

/** The stages of a compilation, in order. */
public enum Stage {
  PARSE,
  OPTIMISE,
  PLAN,
  CALIBRATE,
  TUNE,
  NOISE,
  QUANTIZE,
  COMPARE,
  JUDGE,
  BUILD;

  /** Lower-case name for messages and machine output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
