package io.plumbline.quantize.demand;

import io.plumbline.quantize.target.Scheme;

/**
 * What one node has to be computed in.
 *
 * @param scheme finer than the one it has otherwise
 * @param reason why, never empty: what the numbers of the node become
 */
public record Demand(Scheme scheme, String reason) {
  /** The finer of two; float32 is the finest. */
  Demand or(Demand other) {
    return fineness(other.scheme) > fineness(scheme) ? other : this;
  }

  private static int fineness(Scheme scheme) {
    return scheme.isReal() ? Integer.MAX_VALUE : scheme.activation().bytes();
  }
}
