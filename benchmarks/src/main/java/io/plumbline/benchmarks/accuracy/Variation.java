package io.plumbline.benchmarks.accuracy;

import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.quantize.calibrate.Calibrator;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.Technique;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A compilation with some of five techniques and without the others.
 *
 * @param parts their numbers: 1 bias correction, 2 rounding by least squares, 3 scales of channels,
 *     4 own parameters of operands that are joined, 5 ranges by the reader
 */
record Variation(Set<Integer> parts) {
  /** What {@code effort: balanced} does. */
  static final Variation USUAL = of(1, 3, 4);

  /** None, each alone, the usual ones with each of them left out or added, and all. */
  static final List<Variation> ALL =
      List.of(
          of(),
          of(1),
          of(2),
          of(3),
          of(4),
          of(5),
          USUAL,
          of(3, 4),
          of(1, 4),
          of(1, 3),
          of(1, 2, 3, 4),
          of(1, 3, 4, 5),
          of(1, 2, 3, 4, 5));

  Variation {
    parts = Set.copyOf(parts);
  }

  private static Variation of(Integer... parts) {
    return new Variation(Set.of(parts));
  }

  /** What the table calls it. */
  String label() {
    return parts.isEmpty()
        ? "none"
        : String.join(" ", parts.stream().sorted().map(String::valueOf).toList());
  }

  /** A compilation with these techniques alone. */
  CompileRequest of(CompileRequest request) {
    Set<Technique> without = EnumSet.of(Technique.RANGE_SPLITS);
    add(1, Technique.BIAS_CORRECTION, without);
    add(3, Technique.CHANNEL_SCALES, without);
    add(4, Technique.OWN_PARAMETERS, without);
    QuantOptions options = request.options().without(without);
    return request
        .withEffort(effort())
        .withOptions(
            parts.contains(5) ? options.withCalibrator(new Calibrator.ReaderMse()) : options);
  }

  private void add(int part, Technique technique, Set<Technique> without) {
    if (!parts.contains(part)) {
      without.add(technique);
    }
  }

  private Effort effort() {
    if (parts.contains(2)) {
      return Effort.BEST;
    }
    return parts.contains(1) || parts.contains(3) ? Effort.BALANCED : Effort.FAST;
  }
}
