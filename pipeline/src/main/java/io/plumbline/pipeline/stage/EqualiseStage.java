package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.equalise.ChannelScales;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.pipeline.tune.TuningLoader;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.Technique;
import io.plumbline.runtime.Engine;
import java.util.List;
import java.util.stream.IntStream;

/** A quantized model with factors for channels, planned anew and with corrected biases. */
final class EqualiseStage {
  private EqualiseStage() {}

  /**
   * Whether factors are looked for: they are made for 8 bits, and named values keep their names.
   */
  static boolean applies(CompileRequest request) {
    return request.effort() != Effort.FAST
        && request.options().fine().isEmpty()
        && request.options().uses(Technique.CHANNEL_SCALES);
  }

  /**
   * The model without factors, or one with factors that is nearer to the float network, its biases
   * corrected. Some samples choose.
   *
   * @param loader that tunes the model without factors
   * @param statistics that it was planned by
   * @param real engine of the float graph
   */
  static TuneStage.Base nearest(
      TuningLoader loader,
      Quantized quantized,
      Statistics statistics,
      Engine real,
      SampleSource samples,
      CompileRequest request) {
    List<ChannelScales.Scaled> scaled =
        ChannelScales.of(quantized, request.target(), real, samples, request.threads());
    if (scaled.isEmpty()) {
      return TuneCandidate.plain(loader.load(real), quantized, statistics).corrected();
    }
    List<Statistics> seen = ScaledStatistics.of(scaled, statistics, real, samples, request, loader);
    TuneCandidate plain = TuneCandidate.plain(loader.tuner(), quantized, statistics);
    return TuneCandidate.nearest(
        plain,
        IntStream.range(0, scaled.size())
            .mapToObj(i -> of(scaled.get(i), seen.get(i), plain, samples, request))
            .toList());
  }

  private static TuneCandidate of(
      ChannelScales.Scaled scaled,
      Statistics all,
      TuneCandidate plain,
      SampleSource samples,
      CompileRequest request) {
    Planner planner = new Planner(scaled.graph(), request.target(), request.options());
    Quantized quantized = new Quantized(scaled.graph(), planner.plan(all).plan());
    Tuner tuner =
        plain
            .tuner()
            .scaled(quantized, all, scaled.exponents())
            .orElseGet(() -> open(quantized, all, samples, request));
    return new TuneCandidate(tuner, quantized, scaled.factors(), all);
  }

  private static Tuner open(
      Quantized quantized, Statistics all, SampleSource samples, CompileRequest request) {
    try (OrtEngine engine = OrtEngine.openOwn(quantized.graph())) {
      return Tuner.open(
          quantized, request.target(), request.options(), all, engine, samples, request.threads());
    }
  }
}
