package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import io.plumbline.pipeline.split.RangeSplit;
import io.plumbline.pipeline.split.SplitSearch;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.Need;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Technique;
import io.plumbline.runtime.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A quantized model with the ranges of its noisiest values in parts, and biases corrected. */
final class SplitStage {
  /** What must be left of the error at most, so that parts are worth their work. */
  private static final double WORTH = 0.8;

  private SplitStage() {}

  /** Whether parts are looked for: they cost work, and a goal takes wider integers instead. */
  static boolean applies(CompileRequest request) {
    return request.effort() == Effort.BEST
        && request.goal().isNone()
        && request.options().fine().isEmpty()
        && request.options().uses(Technique.RANGE_SPLITS);
  }

  /** The model with parts where their error is much less, or the model without. */
  static TuneStage.Base of(TuneStage.Base base, SampleSource samples, CompileRequest request) {
    QuantPlan plan = base.tuned().quantized().plan();
    List<RangeSplit> splits = SplitSearch.of(base.real(), plan, base.tuner().activationNoise(plan));
    if (splits.isEmpty()) {
      return base;
    }
    Graph graph = base.real();
    for (RangeSplit split : splits) {
      graph = split.apply(graph);
    }
    try (OrtEngine engine = OrtEngine.openOwn(graph)) {
      TuneStage.Base split = split(base, graph, splits, engine, samples, request);
      return split.tuned().fidelity().error() < WORTH * base.tuned().fidelity().error()
          ? base.nearer(split)
          : base;
    }
  }

  private static TuneStage.Base split(
      TuneStage.Base base,
      Graph graph,
      List<RangeSplit> splits,
      Engine engine,
      SampleSource samples,
      CompileRequest request) {
    Planner planner = new Planner(graph, request.target(), request.options());
    SequencedMap<String, Need> missing =
        new LinkedHashMap<>(planner.needs(request.options().calibration().needs()));
    missing.keySet().removeAll(base.statistics().tensors().keySet());
    Statistics all =
        base.statistics()
            .with(
                new StatisticsCollector(engine, missing, request.threads())
                    .collect(samples, CollectionProgress.SILENT));
    Tuner tuner =
        Tuner.open(
            new Quantized(graph, planner.plan(all).plan()),
            request.target(),
            request.options(),
            all,
            engine,
            samples,
            request.threads());
    return new TuneStage.Base(
        tuner, graph, base.factors(), splits, all, tuner.corrected(List.of()));
  }
}
