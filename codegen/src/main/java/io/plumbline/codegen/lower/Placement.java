package io.plumbline.codegen.lower;

/**
 * Where one planned node ended up.
 *
 * @param node name of the node or fused nodes, as in the plan
 * @param kind what computes it
 * @param reason why it is not an integer instruction; empty when it is
 */
public record Placement(String node, Kind kind, String reason) {
  /** What computes a node. */
  public enum Kind {
    /** Instructions on integers, or a move of bytes of any dtype. */
    INTEGER,
    /** Instructions of the program on float32 values. */
    FLOAT,
    /** A model of its own that a float engine runs. */
    FOREIGN
  }
}
