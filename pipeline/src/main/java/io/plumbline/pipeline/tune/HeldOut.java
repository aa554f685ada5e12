package io.plumbline.pipeline.tune;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model that is judged on samples which had no part in making it: either half of them corrects
 * its biases, and rounds its weights perhaps, for the other half to judge. Fewer than {@link
 * #LEAST} samples all make it, and all judge it.
 *
 * @param makers a tuner by the samples that make the model, for each half that judges
 * @param made the model that each of them makes
 */
record HeldOut(Tuner all, List<Tuner> makers, List<Tuned> made) {
  /** So few samples are not cut in halves. */
  static final int LEAST = 8;

  HeldOut {
    makers = List.copyOf(makers);
    made = List.copyOf(made);
  }

  /**
   * A model with its biases corrected.
   *
   * @param fine names of the values and constants that have the target's widest integers
   */
  static HeldOut corrected(Tuner all, List<String> fine) {
    List<Tuner> makers = all.size() < LEAST ? List.of(all) : List.of(all.half(1), all.half(0));
    return new HeldOut(all, makers, makers.stream().map(maker -> maker.corrected(fine)).toList());
  }

  /** The same with its weights rounded by least squares, where the makers say that it pays. */
  HeldOut rounded() {
    return new HeldOut(
        all,
        makers,
        IntStream.range(0, makers.size())
            .mapToObj(half -> makers.get(half).rounded(made.get(half)))
            .toList());
  }

  /**
   * The share that rounding by least squares leaves of the squared error of a sum by its weights,
   * by the name of the sum; of those that it changes.
   */
  Map<String, Double> left() {
    Map<String, Double> left = new HashMap<>();
    for (Tuned each : made) {
      List<RoundedWeights> rounded =
          each.rounding().map(Correction::appliedWeights).orElse(List.of());
      for (RoundedWeights weights : rounded) {
        double ratio = weights.after() / weights.before();
        left.merge(weights.name(), ratio * ratio, Math::max);
      }
    }
    return left;
  }

  /** How near it comes. */
  Fidelity fidelity() {
    return made.size() == 1
        ? made.getFirst().fidelity()
        : all.fidelity(made.stream().map(Tuned::quantized).toList());
  }
}
