package io.plumbline.pipeline.tune;

import io.plumbline.tensor.Tensor;
import java.util.Optional;

/**
 * What rounding by least squares makes of the weights of one sum.
 *
 * @param name of the fused nodes
 * @param constant the weights in the graph; empty where they are left as they are
 * @param integers int8 in the layout of the program
 * @param numbers float32 in the layout of the graph: what the integers stand for, and are rounded
 *     from
 * @param moved how many weights are not at the integer where they were
 * @param before root mean square error of the sum by its weights, over channels, without means, in
 *     real numbers: on samples that had no part in the rounding
 * @param after the same with rounding by the other half of the samples
 * @param reason why they are left as they are
 */
public record RoundedWeights(
    String name,
    Optional<String> constant,
    Optional<Tensor> integers,
    Optional<Tensor> numbers,
    long moved,
    double before,
    double after,
    String reason) {
  /** Of weights that cannot be rounded together. */
  static RoundedWeights none(String name, String reason) {
    return new RoundedWeights(
        name, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0, reason);
  }

  /**
   * Of other integers.
   *
   * @param rows by output channel
   */
  static RoundedWeights of(
      String name, SumWeights weights, int[][] rows, double before, double after) {
    boolean better = after < before;
    return new RoundedWeights(
        name,
        Optional.of(weights.constant()),
        Optional.of(weights.integers(rows)),
        Optional.of(weights.numbers(rows)),
        weights.moved(rows),
        before,
        after,
        better ? "" : "half of the samples does not foretell the error on the other");
  }

  /** Whether rounding by either half of the samples makes the error on the other smaller. */
  public boolean isAccepted() {
    return reason.isEmpty() && moved > 0;
  }
}
