package io.plumbline.verify.debug;

import java.util.Arrays;

/**
 * The numbers of one channel as a box plot has them.
 *
 * @param lower quartile: the number at index ⌊n/4⌋ in ascending order
 * @param median at index ⌊n/2⌋
 * @param upper quartile at index ⌊3n/4⌋
 */
public record ChannelBox(
    int channel,
    double minimum,
    double lower,
    double median,
    double upper,
    double maximum,
    double mean) {
  /** Of at least one number. */
  public static ChannelBox of(int channel, float... numbers) {
    float[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (float number : sorted) {
      sum += number;
    }
    int count = sorted.length;
    return new ChannelBox(
        channel,
        sorted[0],
        sorted[count / 4],
        sorted[count / 2],
        sorted[(int) (3L * count / 4)],
        sorted[count - 1],
        sum / count);
  }
}
