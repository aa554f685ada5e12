package io.plumbline.report.run;

import java.util.List;

/**
 * A constant operand of integer products.
 *
 * @param type dtype of its integers and its shape
 * @param method how the scales were found
 * @param channels how many scales it has
 * @param smallestScale of the channels
 * @param largestScale of the channels
 * @param boxes how its numbers are spread, channel by channel: of many channels those that differ
 *     most
 */
public record WeightFacts(
    String name,
    String type,
    String method,
    int channels,
    float smallestScale,
    float largestScale,
    List<Box> boxes) {
  /**
   * The real numbers of one channel.
   *
   * @param threshold the largest magnitude that its integers hold
   */
  public record Box(
      int channel,
      float minimum,
      float lowerQuartile,
      float median,
      float upperQuartile,
      float maximum,
      float threshold) {}

  public WeightFacts {
    boxes = List.copyOf(boxes);
  }
}
