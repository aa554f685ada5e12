package io.plumbline.pipeline.tune;

import java.util.List;
import java.util.Optional;

/**
 * A quantized model with corrected biases, and weights rounded by least squares perhaps.
 *
 * @param fine names of the values and constants that have the target's widest integers by choice
 * @param correction what correction of biases alone found
 * @param rounding what rounding of weights found on top of it, if it was tried
 */
public record Tuned(
    Quantized quantized, List<String> fine, Correction correction, Optional<Correction> rounding) {
  public Tuned {
    fine = List.copyOf(fine);
  }

  /** How near the model is to the float network. */
  public Fidelity fidelity() {
    return rounding.filter(Correction::isAccepted).orElse(correction).fidelity();
  }
}
