package io.plumbline.pipeline.stage;

import io.plumbline.pipeline.equalise.ChannelFactors;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.observe.Statistics;
import java.util.List;
import java.util.stream.Stream;

/**
 * A quantized model, as planned, that stands beside others for choice.
 *
 * @param tuner of its float graph
 * @param factors of the channels of values in it
 * @param statistics that it was planned by
 */
record TuneCandidate(
    Tuner tuner, Quantized quantized, List<ChannelFactors> factors, Statistics statistics) {
  /** How many samples choose, spread evenly: the choice needs fewer than corrections do. */
  private static final int SAMPLES = 32;

  TuneCandidate {
    factors = List.copyOf(factors);
  }

  /** The model with its biases corrected by all samples. */
  TuneStage.Base corrected() {
    return corrected(tuner);
  }

  private TuneStage.Base corrected(Tuner by) {
    return new TuneStage.Base(
        by, quantized.graph(), factors, List.of(), statistics, by.corrected(quantized));
  }

  /** A candidate, and what it comes to on some samples. */
  private record Judged(TuneCandidate candidate, TuneStage.Base some) {
    static Judged of(TuneCandidate candidate) {
      return new Judged(candidate, candidate.corrected(candidate.tuner.few(SAMPLES)));
    }

    Judged nearer(Judged other) {
      return some.nearer(other.some).equals(some) ? this : other;
    }
  }

  /**
   * The nearest to the float network, each with its biases corrected by some samples and measured
   * on them; then corrected by all.
   *
   * @param first stays where no other is nearer
   */
  static TuneStage.Base nearest(TuneCandidate first, List<TuneCandidate> others) {
    if (others.isEmpty()) {
      return first.corrected();
    }
    Judged chosen =
        Stream.concat(Stream.of(first), others.stream())
            .map(Judged::of)
            .reduce(Judged::nearer)
            .orElseThrow();
    return chosen.candidate().tuner.size() <= SAMPLES
        ? chosen.some()
        : chosen.candidate().corrected();
  }
}
