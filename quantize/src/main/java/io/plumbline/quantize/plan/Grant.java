package io.plumbline.quantize.plan;

import io.plumbline.quantize.target.Scheme;

/**
 * What a group asks of the values it reads and writes.
 *
 * @param requested by the configuration, or the target's first scheme
 * @param scheme the widest that the group has an integer form in, not wider than what is requested
 *     but for weights that have 16 bits for another reason
 * @param rank of the finest selector that is about one of its nodes; {@link #UNASKED} where none is
 * @param reason why the two schemes differ; empty when they do not
 */
record Grant(Scheme requested, Scheme scheme, int rank, String reason) {
  /** Below the rank of every selector. */
  static final int UNASKED = -1;

  /** For nodes that a user keeps in float32. */
  static final Grant REAL = new Grant(Scheme.FLOAT32, Scheme.FLOAT32, UNASKED, "");

  /** Whether this decides about a value rather than another one: the finer wish, then the wider. */
  boolean outranks(Grant other) {
    return rank != other.rank ? rank > other.rank : isWider(scheme, other.scheme);
  }

  static boolean isWider(Scheme scheme, Scheme other) {
    return scheme.activation().bytes() > other.activation().bytes();
  }
}
