package io.plumbline.quantize.rule;

/** How an op treats the numbers it reads and writes. */
public enum Behaviour {
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
  /** Moves what it gets into a larger range: integers, each in their own parameters, or float32. */
  EXTENDED,
  /**
   * Sums products of integers with a state of its own: reads its first input as integers, the
   * states before it as they are, and writes integers or float32.
   */
  RECURRENT,
  /** Reads integers or float32, whatever there is, and writes no real numbers. */
  EXACT,
  /** Joins its inputs: all have the parameters of the result, or none. */
  JOINED;

  /** Whether float32 in means float32 out, with nothing lost on the way. */
  public boolean passesReal() {
    return switch (this) {
      case EITHER, MOVED, EXTENDED, JOINED -> true;
      case REAL, SUM, ARITHMETIC, INTEGER, SELECTED, RECURRENT, EXACT -> false;
    };
  }

  /** Whether the result has the parameters of the first input. */
  public boolean sharesInput() {
    return this == SELECTED || this == MOVED;
  }
}
