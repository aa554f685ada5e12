package io.plumbline.pipeline.verification;

import java.util.Locale;

/** By what models are judged. */
public enum VerificationMode {
  /** Every element agrees at so many decimal places. */
  STRICT,
  /** Measures of whole tensors stay within limits. */
  SIMILARITY;

  /** Lower case, for options and machine output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
