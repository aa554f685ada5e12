package io.plumbline.data.inspect;

/**
 * Statistics of the finite elements of one channel.
 *
 * @param deviation standard deviation over all elements, not corrected for their number
 */
public record ChannelFacts(double min, double max, double mean, double deviation) {
  /** Whether all elements are equal. */
  public boolean isConstant() {
    return min == max;
  }
}
