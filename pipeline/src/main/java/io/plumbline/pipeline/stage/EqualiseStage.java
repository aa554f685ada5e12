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
import io.plumbline.runtime.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A quantized model with factors for channels, planned anew and with corrected biases. */
final class EqualiseStage {
  private EqualiseStage() {}

  /**
   * Whether factors are looked for: they are made for 8 bits, and named values keep their names.
   */
  static boolean applies(CompileRequest request) {
    return request.effort() != Effort.FAST && request.options().fine().isEmpty();
  }

  /**
   * The models with factors that are to be compared; none where no channel gets a factor.
   *
   * @param plain tuner of the model without factors
   * @param statistics that the plan was made of; those of values with other numbers are collected
   * @param real engine of the float graph
   */
  static Stream<TuneStage.Base> of(
      Quantized quantized,
      Tuner plain,
      Statistics statistics,
      Engine real,
      SampleSource samples,
      CompileRequest request) {
    return ChannelScales.of(quantized, request.target(), real, samples, request.threads()).stream()
        .map(scaled -> of(scaled, plain, statistics, samples, request));
  }

  private static TuneStage.Base of(
      ChannelScales.Scaled scaled,
      Tuner plain,
      Statistics statistics,
      SampleSource samples,
      CompileRequest request) {
    Planner planner = new Planner(scaled.graph(), request.target(), request.options());
    try (OrtEngine engine = OrtEngine.openOwn(scaled.graph())) {
      Statistics all =
          statistics.with(
              new StatisticsCollector(
                      engine, missing(planner, statistics, scaled, request), request.threads())
                  .collect(samples, CollectionProgress.SILENT));
      Quantized quantized = new Quantized(scaled.graph(), planner.plan(all).plan());
      Tuner tuner =
          plain
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
      return new TuneStage.Base(
          tuner, scaled.graph(), scaled.factors(), List.of(), all, tuner.corrected(List.of()));
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
