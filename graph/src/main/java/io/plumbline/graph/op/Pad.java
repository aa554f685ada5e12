package io.plumbline.graph.op;

import java.util.List;

/**
 * Adds a border: begin of every axis, then end of every axis; negative values crop.
 *
 * @param value of a constant border; 0 for the others
 */
public record Pad(List<Integer> pads, float value, Mode mode) implements Op {
  /** Where the border comes from. */
  public enum Mode {
    /** One number. */
    CONSTANT,
    /** The elements mirrored at the first and last, which are not repeated. */
    REFLECT,
    /** The first and last element. */
    EDGE,
    /** The elements from the other end. */
    WRAP
  }

  public Pad {
    pads = List.copyOf(pads);
  }

  /** A border of one number. */
  public static Pad constant(List<Integer> pads, float value) {
    return new Pad(pads, value, Mode.CONSTANT);
  }
}
