package io.plumbline.quantize.wish;

import io.plumbline.quantize.target.Scheme;

/**
 * What nodes are to be computed in: all that they read and write is to be of the scheme.
 *
 * @param scheme of the target, or {@link Scheme#FLOAT32}
 */
public record Wish(Selector selector, Scheme scheme) {
  /** A node that stays in float32. */
  public static Wish real(String node) {
    return new Wish(new Selector.Node(node), Scheme.FLOAT32);
  }
}
