package io.plumbline.pipeline.debug.cause;

import java.util.List;

/**
 * What quantization costs a model, and which steps cost most of it. Decibels are of the signal of
 * the model's outputs over their error, the mean of relative squared errors over outputs and
 * samples.
 *
 * @param all with all rounded
 * @param weights with weights rounded alone
 * @param activations with values rounded alone
 * @param suspects all steps, the costliest first
 * @param errors of all steps on the same input, in execution order
 * @param samples that were run
 * @param available samples that there are
 */
public record Diagnosis(
    double all,
    double weights,
    double activations,
    List<Suspect> suspects,
    List<NodeError> errors,
    int samples,
    int available) {
  public Diagnosis {
    suspects = List.copyOf(suspects);
    errors = List.copyOf(errors);
  }

  /** What the first look says: which of the two kinds of rounding costs more. */
  public String triage() {
    double apart = activations - weights;
    return apart > 3 ? "weights" : apart < -3 ? "activations" : "both";
  }
}
