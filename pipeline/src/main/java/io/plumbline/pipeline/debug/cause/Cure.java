package io.plumbline.pipeline.debug.cause;

/**
 * What was tried against the error of a step in the otherwise quantized model.
 *
 * @param kind what
 * @param gain by how many decibels the signal of the model's outputs rises over the error
 * @param chance how likely so much is where the cure does nothing, 0…1: rounding one place
 *     otherwise shuffles the errors of all that follow, on few samples by a decibel or two
 * @param byParts whether the gain is that of the step's own noise as a part of the whole, since the
 *     quantized model left it open
 */
public record Cure(Kind kind, double gain, double chance, boolean byParts) {
  /** What a cure gains at least, in decibels: a fortieth of the noise. */
  public static final double LEAST_GAIN = 0.1;

  /** What likelihood of chance is too much. */
  private static final double LEVEL = 0.01;

  /** Whether it gains something, as far as these samples tell. */
  boolean isGaining() {
    return gain >= LEAST_GAIN;
  }

  /** Whether it gains something on other samples too. */
  boolean isSure() {
    return isGaining() && chance <= LEVEL;
  }

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
