package io.plumbline.quantize.observe;

/**
 * Which runs of neighbouring elements of a large tensor a sample gives to the histogram: one of
 * each {@code stride}, chosen by a hash of the number of the sample and of the group of runs. So
 * every element has the same chance whatever the shape of the tensor, and what is taken depends on
 * the sample alone.
 *
 * @param seed hash of the sample's number
 * @param stride runs in a group
 */
record RunChoice(long seed, int stride) {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /**
   * @param sample the number of the sample
   * @param elements of the tensor
   * @param limit up to so many elements are all taken
   */
  static RunChoice of(long sample, long elements, long limit) {
    int stride = elements <= limit ? 1 : Math.toIntExact((elements - 1) / limit + 1);
    return new RunChoice(mixed(sample), stride);
  }

  /** The run that is taken of a group of {@code stride} runs. */
  long run(long group) {
    return stride == 1
        ? group
        : group * stride + (((mixed(seed + group * GOLDEN) >>> 32) * stride) >>> 32);
  }

  /**
   * The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number
   * generators, 2014).
   */
  private static long mixed(long x) {
    long z = x + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
