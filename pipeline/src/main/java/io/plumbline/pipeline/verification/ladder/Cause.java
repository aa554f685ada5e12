package io.plumbline.pipeline.verification.ladder;

import java.util.Locale;

/** What the divergence of a stage from the one before it means. */
public enum Cause {
  /** Type, order, mean, scale or layout of the inputs, or another model than was compiled. */
  CONFIGURATION("the way inputs are declared or prepared"),
  /** A rewriting of the float graph. */
  OPTIMISATION("the rewriting of the float graph, a defect of Plumbline"),
  /** Ranges, scales and the width of numbers. */
  QUANTIZATION("ranges and the width of numbers"),
  /** The integer program computes something else than the graph it was made of. */
  INTEGER_ARITHMETIC("the arithmetic of the integer program, a defect of Plumbline"),
  /** The integer program is the same, and what runs it computes something else. */
  EXECUTION("what runs the program: another program, native code, its compiler or the processor");

  private final String meaning;

  Cause(String meaning) {
    this.meaning = meaning;
  }

  /** Such as {@code integer arithmetic}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Where the fault lies. */
  public String meaning() {
    return meaning;
  }
}
