package io.plumbline.runtime.compiled;

import io.plumbline.runtime.program.Allocation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What emitted code says of the constants and places that it was made with, so that it is not run
 * with others by mistake. It guards against mistakes, not against whoever makes a false module.
 *
 * <p>Both are sums over words of 8 bytes, the least byte first: FNV-1a of 64 bits (Fowler, Noll and
 * Vo) with words in place of bytes, each followed by folding the upper half into the lower.
 *
 * @param constants over the section of constants
 * @param places over the places of all values, −1 for none
 */
public record ModuleIdentity(long constants, long places) {
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /**
   * The identity of code.
   *
   * @param constants of which the size is a multiple of 8 bytes, or bytes behind the last are not
   *     looked at
   */
  public static ModuleIdentity of(MemorySegment constants, Allocation allocation) {
    long sum = BASIS;
    long words = constants.byteSize() / Long.BYTES;
    for (long word = 0; word < words; word++) {
      sum = with(sum, constants.get(WORD, word * Long.BYTES));
    }
    long places = BASIS;
    for (long place : allocation.places()) {
      places = with(places, place);
    }
    return new ModuleIdentity(sum, places);
  }

  private static long with(long sum, long word) {
    long next = (sum ^ word) * PRIME;
    return next ^ next >>> Integer.SIZE;
  }
}
