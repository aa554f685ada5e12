package io.plumbline.conformance.random;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.conformance.MadeSamples;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.pass.BindShapes;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuner;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.target.Target;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A graph on its way from a file to a program.
 *
 * @param original with static types
 * @param target that it is compiled for
 * @param scheme that all nodes are to be computed in
 */
record Subject(
    Graph original,
    Target target,
    Scheme scheme,
    Preparation.Prepared prepared,
    List<Map<String, Tensor>> samples,
    Statistics statistics,
    QuantPlan plan,
    Annotated annotated,
    LoweredProgram lowered) {
  /** The float engine as a definition: one thread, nothing rewritten. */
  static final OrtOptions LITERAL = OrtOptions.literal(1);

  /** A graph with the types that ONNX Runtime finds on zeros. */
  static Graph bound(Graph read) {
    return ShapeProbe.apply(BindShapes.apply(read, Map.of()).graph());
  }

  /** For the default target. */
  static Subject of(Graph original, Scheme scheme, List<Map<String, Tensor>> samples, int threads) {
    return of(original, Target.GENERIC, scheme, samples, threads);
  }

  static Subject of(
      Graph original,
      Target target,
      Scheme scheme,
      List<Map<String, Tensor>> samples,
      int threads) {
    Preparation.Prepared prepared = Preparation.optimise(original);
    Graph optimised = prepared.graph();
    QuantOptions options = options(scheme).withLoaded(prepared.scales());
    Planner planner = new Planner(optimised, target, options);
    Statistics statistics;
    try (OrtEngine engine = OrtEngine.open(optimised, LITERAL)) {
      statistics =
          new StatisticsCollector(engine, planner.needs(options.calibration().needs()), threads)
              .collect(source(samples), CollectionProgress.SILENT);
    }
    QuantPlan plan = planner.plan(statistics).plan();
    return new Subject(
        original,
        target,
        scheme,
        prepared,
        samples,
        statistics,
        plan,
        QdqAnnotator.annotate(optimised, plan, WeightForm.INTEGER),
        Lowering.lower(optimised, plan, target));
  }

  private static QuantOptions options(Scheme scheme) {
    return QuantOptions.DEFAULT.withWishes(List.of(new Wish(new Selector.All(), scheme)));
  }

  /** The float graph that was quantized. */
  Graph optimised() {
    return prepared.graph();
  }

  /** Makes the plan better. */
  Tuner tuner(OrtEngine real) {
    return Tuner.open(
        new Quantized(optimised(), plan),
        target,
        options(scheme).withLoaded(prepared.scales()),
        statistics,
        real,
        source(),
        1);
  }

  /** Samples as calibration reads them. */
  static SampleSource source(List<Map<String, Tensor>> samples) {
    return new MadeSamples(samples.size(), samples::get);
  }

  /** The samples as calibration reads them. */
  SampleSource source() {
    return source(samples);
  }
}
