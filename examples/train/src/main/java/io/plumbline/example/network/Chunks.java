package io.plumbline.example.network;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Cuts a batch into a fixed number of parts, so that sums over parts do not depend on the number of
 * threads.
 */
final class Chunks {
  static final int COUNT = 4;

  private Chunks() {}

  /** Runs the body for every part, possibly at the same time. */
  static void forEach(IntConsumer body) {
    IntStream.range(0, COUNT).parallel().forEach(body);
  }

  /**
   * First of {@code total} items that belongs to a part; that of part {@link #COUNT} is {@code
   * total}.
   */
  static int start(int total, int part) {
    return (int) ((long) total * part / COUNT);
  }

  /** Adds the parts' sums in their order. */
  static void addInOrder(float[][] parts, float[] sum) {
    for (float[] part : parts) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
  }
}
