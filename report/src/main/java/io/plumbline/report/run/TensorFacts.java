package io.plumbline.report.run;

import java.util.Optional;

/**
 * A value of the optimised graph.
 *
 * @param type dtype and shape, as text
 * @param integers how it is held, when that is as integers
 * @param observed what calibration saw of it
 */
public record TensorFacts(
    String name, String type, Optional<Integers> integers, Optional<Observed> observed) {
  /**
   * Quantization of one tensor.
   *
   * @param threshold the larger magnitude of the two ends
   * @param low lower end of the real range
   * @param high upper end of the real range
   * @param method how the range was found
   */
  public record Integers(
      String dtype,
      float scale,
      int zeroPoint,
      float threshold,
      float low,
      float high,
      String method) {}

  /**
   * Elements of all calibration samples.
   *
   * @param elements how many there were
   * @param minimum smallest finite one
   * @param maximum largest finite one
   * @param clipped share of them, 0…1, outside of the range that is held; empty where that is not
   *     known
   * @param histogram of the finite ones
   */
  public record Observed(
      long elements,
      float minimum,
      float maximum,
      Optional<Double> clipped,
      Optional<Bars> histogram) {}
}
