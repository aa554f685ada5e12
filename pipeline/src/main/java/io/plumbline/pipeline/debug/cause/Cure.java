package io.plumbline.pipeline.debug.cause;

/**
 * What was tried against the error of a step in the otherwise quantized model.
 *
 * @param kind what
 * @param gain by how many decibels the signal of the model's outputs rose over the error
 */
public record Cure(Kind kind, double gain) {
  /** From the cheapest to the dearest. */
  public enum Kind {
    RANGE("fit the range to the values", "calibrate with samples like these, or set the range"),
    NUMBERS("take the numbers of the float model", "compile again: weights or bias were changed"),
    WIDE_VALUE("16 bits for the value", "qtype int16 for this node"),
    WIDE_WEIGHTS("finer weights", "per-channel weights, or more bits for them"),
    FLOAT("the node in float", "run_on_cpu, or float32 for this node");

    private final String label;
    private final String advice;

    Kind(String label, String advice) {
      this.label = label;
      this.advice = advice;
    }

    /** What was done. */
    public String label() {
      return label;
    }

    /** What to do. */
    public String advice() {
      return advice;
    }
  }
}
