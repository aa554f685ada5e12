package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.equalise.ChannelScales;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.Need;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.Technique;
import io.plumbline.runtime.Engine;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

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
   * @param real engine of the float graph
   */
  static TuneStage.Base nearest(
      TuneCandidate plain, Engine real, SampleSource samples, CompileRequest request) {
    return TuneCandidate.nearest(
        plain,
        ChannelScales.of(plain.quantized(), request.target(), real, samples, request.threads())
            .stream()
            .map(scaled -> of(scaled, plain, samples, request))
            .toList());
  }

  private static TuneCandidate of(
      ChannelScales.Scaled scaled,
      TuneCandidate plain,
      SampleSource samples,
      CompileRequest request) {
    Planner planner = new Planner(scaled.graph(), request.target(), request.options());
    Statistics known = plain.statistics();
    try (OrtEngine engine = OrtEngine.openOwn(scaled.graph())) {
      Statistics all =
          known.with(
              new StatisticsCollector(
                      engine, missing(planner, known, scaled, request), request.threads())
                  .collect(samples, CollectionProgress.SILENT));
      Quantized quantized = new Quantized(scaled.graph(), planner.plan(all).plan());
      Tuner tuner =
          plain
              .tuner()
              .scaled(quantized, all, scaled.exponents())
              .orElseGet(
                  () ->
                      Tuner.open(
                          quantized,
                          request.target(),
                          request.options(),
                          all,
                          engine,
                          samples,
                          request.threads()));
      return new TuneCandidate(tuner, quantized, scaled.factors(), all);
    }
  }

  private static SequencedMap<String, Need> missing(
      Planner planner, Statistics known, ChannelScales.Scaled scaled, CompileRequest request) {
    SequencedMap<String, Need> missing = new LinkedHashMap<>();
    planner
        .needs(request.options().calibration().needs())
        .forEach(
            (value, need) -> {
              if (scaled.changed().contains(value) || !known.tensors().containsKey(value)) {
                missing.put(value, need);
              }
            });
    return missing;
  }
}
