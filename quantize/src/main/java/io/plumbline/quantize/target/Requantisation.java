package io.plumbline.quantize.target;

import java.util.Locale;

/** How a device takes an accumulator to the steps of its output. */
public sealed interface Requantisation {
  /** As configurations and messages have it. */
  String label();

  /** One float32 product, as {@code docs/numerics.md} defines it. */
  record FloatMultiplier() implements Requantisation {
    @Override
    public String label() {
      return "float-multiplier";
    }
  }

  /**
   * A product with an integer of so many bits and a shift to the right.
   *
   * @param bits of the multiplier without its sign, 7 to 31
   * @param doubleRounding whether the high half of the product is rounded before the shift rounds
   *     again
   */
  record FixedPoint(int bits, boolean doubleRounding) implements Requantisation {
    /** The fewest bits of a multiplier. */
    public static final int FEWEST = 7;

    /** The most bits of a multiplier. */
    public static final int MOST = 31;

    public FixedPoint {
      if (bits < FEWEST || bits > MOST) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "a multiplier of %d bits", bits));
      }
    }

    @Override
    public String label() {
      return "fixed-point";
    }
  }

  /** A shift alone: ratios of scales are powers of two. */
  record Shift() implements Requantisation {
    @Override
    public String label() {
      return "shift";
    }
  }
}
