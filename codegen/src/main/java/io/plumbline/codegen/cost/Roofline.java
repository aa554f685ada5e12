package io.plumbline.codegen.cost;

/**
 * The most that a device can do, as its makers state it. By it a step is estimated to take as long
 * as its products at the peak of the multipliers or its bytes at the peak of the memory, whichever
 * is longer.
 *
 * @param clockMegahertz of the multipliers
 * @param products8 multiplications with addition in one cycle, of operands of 8 bits
 * @param products16 likewise, where an operand has 16 bits
 * @param gigabytes 10⁹ bytes that the memory reads and writes in a second
 */
public record Roofline(
    String name, double clockMegahertz, double products8, double products16, double gigabytes) {
  /**
   * What is assumed where no device is described: one core of 1 GHz that adds up 16 products of 8
   * bits or 4 of 16 bits in a cycle, as one vector instruction of 128 bits does, before memory of 4
   * GB/s.
   */
  public static final Roofline ASSUMED =
      new Roofline("assumed: a core of 1 GHz with vectors of 128 bits", 1000, 16, 4, 4);

  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  public Roofline {
    for (double figure : new double[] {clockMegahertz, products8, products16, gigabytes}) {
      if (!(figure > 0) || Double.isInfinite(figure)) {
        throw new IllegalArgumentException("'%s' with a peak of %s".formatted(name, figure));
      }
    }
  }

  /**
   * Products in a second at most.
   *
   * @param bits of the wider operand
   */
  public double productsPerSecond(int bits) {
    return clockMegahertz * MEGA * (bits > Byte.SIZE ? products16 : products8);
  }

  /** What the products of a step take at the peak, in seconds; 0 where none are known. */
  public double productSeconds(StepCost step) {
    return step.products().orElse(0) / productsPerSecond(step.bits());
  }

  /** What the bytes of a step take at the peak, in seconds. */
  public double memorySeconds(StepCost step) {
    return step.bytes() / (gigabytes * GIGA);
  }

  /** The estimate for a step, in seconds. */
  public double seconds(StepCost step) {
    return Math.max(productSeconds(step), memorySeconds(step));
  }
}
