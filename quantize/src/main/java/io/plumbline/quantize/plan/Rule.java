package io.plumbline.quantize.plan;

/**
 * What an op can be in an integer program.
 *
 * @param reason why it is {@link Form#REAL}; empty for the other forms
 */
record Rule(Form form, String reason) {
  /** How an op treats the numbers it reads and writes. */
  enum Form {
    /** Computed in float32 on float32. */
    REAL,
    /** Sums products of integers; the accumulator can be written as integers or as float32. */
    SUM,
    /** Computes in float32 on integers; writes integers or float32. */
    ARITHMETIC,
    /** Reads and writes integers, each in their own parameters. */
    INTEGER,
    /** Reads and writes integers or float32. */
    EITHER,
    /** Picks integers: the result has the parameters of the first input. */
    SELECTED,
    /** Moves what it gets: the result has the parameters of the first input, or none. */
    MOVED,
    /**
     * Moves what it gets into a larger range: integers, each in their own parameters, or float32.
     */
    EXTENDED,
    /**
     * Sums products of integers with a state of its own: reads its first input as integers, the
     * states before it as they are, and writes integers or float32.
     */
    RECURRENT,
    /** Reads integers or float32, whatever there is, and writes no real numbers. */
    EXACT,
    /** Joins its inputs: all have the parameters of the result, or none. */
    JOINED
  }

  static final Rule SUM = new Rule(Form.SUM, "");
  static final Rule ARITHMETIC = new Rule(Form.ARITHMETIC, "");
  static final Rule INTEGER = new Rule(Form.INTEGER, "");
  static final Rule EITHER = new Rule(Form.EITHER, "");
  static final Rule SELECTED = new Rule(Form.SELECTED, "");
  static final Rule MOVED = new Rule(Form.MOVED, "");
  static final Rule EXTENDED = new Rule(Form.EXTENDED, "");
  static final Rule RECURRENT = new Rule(Form.RECURRENT, "");
  static final Rule EXACT = new Rule(Form.EXACT, "");
  static final Rule JOINED = new Rule(Form.JOINED, "");

  static Rule real(String reason) {
    return new Rule(Form.REAL, reason);
  }

  boolean isReal() {
    return form == Form.REAL;
  }

  /** Whether float32 in means float32 out, with nothing lost on the way. */
  boolean passesReal() {
    return switch (form) {
      case EITHER, MOVED, EXTENDED, JOINED -> true;
      case REAL, SUM, ARITHMETIC, INTEGER, SELECTED, RECURRENT, EXACT -> false;
    };
  }

  /** Whether the result has the parameters of the first input. */
  boolean sharesInput() {
    return form == Form.SELECTED || form == Form.MOVED;
  }
}
