package io.plumbline.quantize.observe;

import java.util.Arrays;

/**
 * The largest {@link Tails#SIZE} of all keys offered, whatever their order. A key that is not above
 * the threshold is none of them; the threshold rises as better ones come.
 */
final class ExtremeKeys {
  private int[] keys = new int[64];
  private int filled;
  private int threshold = Integer.MIN_VALUE;

  int threshold() {
    return threshold;
  }

  /** Takes a key in that lies above the threshold. */
  void add(int key) {
    if (filled == keys.length) {
      if (filled == 2 * Tails.SIZE) {
        prune();
      } else {
        keys = Arrays.copyOf(keys, 2 * filled);
      }
    }
    keys[filled++] = key;
  }

  /** Keeps the largest half; selects it as C. A. R. Hoare's FIND does (CACM 4, 1961). */
  private void prune() {
    int from = 0;
    int to = filled - 1;
    int wanted = Tails.SIZE - 1;
    while (from < to) {
      int boundary = partition(from, to);
      if (wanted <= boundary) {
        to = boundary;
      } else {
        from = boundary + 1;
      }
    }
    filled = Tails.SIZE;
    threshold = keys[wanted];
  }

  /** Orders a part so that no key up to the position returned is smaller than one behind it. */
  private int partition(int from, int to) {
    int pivot = keys[(from + to) >>> 1];
    int left = from - 1;
    int right = to + 1;
    while (true) {
      do {
        left++;
      } while (keys[left] > pivot);
      do {
        right--;
      } while (keys[right] < pivot);
      if (left >= right) {
        return right;
      }
      int swapped = keys[left];
      keys[left] = keys[right];
      keys[right] = swapped;
    }
  }

  /** The largest keys, ascending. */
  int[] sorted() {
    int[] sorted = Arrays.copyOf(keys, filled);
    Arrays.sort(sorted);
    return Arrays.copyOfRange(sorted, Math.max(0, filled - Tails.SIZE), filled);
  }
}
