package io.plumbline.codegen.lower;

/** What came of the attempt to lower one planned node. A refusal leaves no trace in the program. */
sealed interface Outcome {
  /** Instructions were added. */
  record Lowered(Placement.Kind kind) implements Outcome {}

  /** No instruction computes it, for this reason. */
  record Refused(String reason) implements Outcome {}

  static Outcome integer() {
    return new Lowered(Placement.Kind.INTEGER);
  }

  static Outcome floating() {
    return new Lowered(Placement.Kind.FLOAT);
  }

  static Outcome refused(String reason) {
    return new Refused(reason);
  }
}
