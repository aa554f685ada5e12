package io.plumbline.pipeline.stage;

import io.plumbline.pipeline.equalise.ChannelFactors;
import io.plumbline.pipeline.tune.Fidelity;
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

  /** The model as it was given. */
  static TuneCandidate plain(Tuner tuner, Quantized quantized, Statistics statistics) {
    return new TuneCandidate(tuner, quantized, List.of(), statistics);
  }

  /** The model with its biases corrected by all samples. */
  TuneStage.Base corrected() {
    return new TuneStage.Base(
        tuner, quantized.graph(), factors, List.of(), statistics, tuner.corrected(quantized));
  }

  /** A candidate, and how near it comes on some samples. */
  private record Judged(TuneCandidate candidate, Fidelity fidelity) {
    static Judged of(TuneCandidate candidate) {
      return new Judged(
          candidate, candidate.tuner.few(SAMPLES).correctedFidelity(candidate.quantized));
    }

    Judged nearer(Judged other) {
      return other.fidelity.isNearerThan(fidelity) ? other : this;
    }
  }

  /**
   * The nearest to the float network, with its biases corrected by all samples. Each is corrected
   * by some samples and measured on them to choose it.
   *
   * @param first stays where no other is nearer
   */
  static TuneStage.Base nearest(TuneCandidate first, List<TuneCandidate> others) {
    return others.isEmpty()
        ? first.corrected()
        : Stream.concat(Stream.of(first), others.stream())
            .map(Judged::of)
            .reduce(Judged::nearer)
            .orElseThrow()
            .candidate()
            .corrected();
  }
}
