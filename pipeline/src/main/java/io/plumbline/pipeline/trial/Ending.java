package io.plumbline.pipeline.trial;

/** Why a ladder was not climbed any further. */
public enum Ending {
  /** The target is reached. */
  MET("the target is reached"),
  /** Nothing is left to try. */
  EXHAUSTED("every rung of the ladder was tried"),
  /** The time is over. */
  OUT_OF_TIME("the time is over");

  private final String label;

  Ending(String label) {
    this.label = label;
  }

  /** As a sentence without a full stop. */
  public String label() {
    return label;
  }
}
