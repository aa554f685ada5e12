package io.plumbline.pipeline;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.codegen.lower.Lowering;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseMeasurement;
import io.plumbline.pipeline.plan.PlanFile;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model and its calibration samples, read and run once, of which any number of candidate plans
 * can be asked: what a plan is, what program it becomes and how near that stays to the float model.
 * Everything but {@link #open} is a function of its arguments and reads no sample again.
 *
 * <p>Plans are those of ranges alone: what tuning adds to them ({@code pipeline.tune}) is left out.
 *
 * <pre>
 *   Study study = Study.open(request, progress);
 *   Ranges candidate = study.ranges().with("features.1", Candidate.of(new Calibrator.Max()));
 *   Score score = study.score(study.lower(study.plan(candidate)));
 * </pre>
 */
public final class Study {
  private final CompileRequest request;
  private final Graph graph;
  private final CalibrateStage calibration;
  private final Ranges ranges;
  private final List<Kept> samples;

  /** One sample, and what the float model makes of it. */
  private record Kept(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}

  /**
   * How near a program stays to the float model on the kept samples.
   *
   * @param cosines by output of the model, the mean over samples, −1…1
   */
  public record Score(SequencedMap<String, Double> cosines) {
    /** The mean over outputs. */
    public double mean() {
      return cosines.values().stream().mapToDouble(Double::doubleValue).average().orElse(1);
    }
  }

  private Study(
      CompileRequest request,
      Graph graph,
      CalibrateStage calibration,
      Ranges ranges,
      List<Kept> samples) {
    this.request = request;
    this.graph = graph;
    this.calibration = calibration;
    this.ranges = ranges;
    this.samples = samples;
  }

  /**
   * Reads and rewrites a model, runs every calibration sample once, and keeps {@link
   * CompileRequest#comparedSamples} of them in memory, spread evenly.
   *
   * @throws io.plumbline.tensor.PlumblineException saying who must act
   * @throws java.util.concurrent.CancellationException when progress asks to stop
   */
  public static Study open(CompileRequest request, Progress progress) {
    Prepared model =
        Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph());
    try (OrtEngine engine = OrtEngine.open(model.graph())) {
      SampleSource source =
          DataInspection.of(request, engine.inputs(), engine.pictures(), new SampleFindings())
              .samples();
      CalibrateStage calibration = CalibrateStage.of(request, model);
      Statistics statistics = calibration.observe(engine, source, StatisticKind.WEIGHTED, progress);
      return new Study(
          request,
          model.graph(),
          calibration,
          calibration.ranges(statistics),
          model.isReference()
              ? kept(engine, source, request.comparedSamples())
              : kept(model.reference(), source, request.comparedSamples()));
    }
  }

  private static List<Kept> kept(Graph reference, SampleSource source, int most) {
    try (OrtEngine engine = OrtEngine.open(reference)) {
      return kept(engine, source, most);
    }
  }

  private static List<Kept> kept(Engine engine, SampleSource source, int most) {
    List<Kept> kept = new ArrayList<>();
    SampleSource some = source.spread(most);
    for (int index = 0; index < some.size(); index++) {
      some.load(index).ifPresent(inputs -> kept.add(new Kept(inputs, engine.run(inputs))));
    }
    return List.copyOf(kept);
  }

  /** The optimised model. */
  public Graph graph() {
    return graph;
  }

  /** What the calibrator of the request makes of the samples. */
  public Ranges ranges() {
    return ranges;
  }

  /** The plan of given ranges. */
  public QuantPlan plan(Ranges candidate) {
    return calibration.plan(candidate).plan();
  }

  /**
   * A plan of this model that was written to a file.
   *
   * @param where the text comes from, for errors
   * @throws io.plumbline.tensor.BadConfigurationException when it is no plan of this model
   */
  public QuantPlan plan(String text, String where) {
    return PlanFile.read(text, where, graph, request.target().rounding());
  }

  /** The program of a plan of this model. */
  public LoweredProgram lower(QuantPlan plan) {
    return Lowering.lower(graph, plan, request.target());
  }

  /**
   * What rounding the weights of each node does alone to the results, in a plan of this model, on
   * the kept samples.
   */
  public List<NoiseBudget.Share> weightNoise(QuantPlan plan) {
    List<String> results =
        graph.outputs().stream()
            .filter(
                name -> graph.tensorType(name).filter(type -> type.dtype().isFloat()).isPresent())
            .toList();
    return NoiseMeasurement.of(
            graph,
            plan,
            request.target().rounding(),
            results,
            samples.stream().map(Kept::inputs).toList(),
            samples.stream().map(Kept::outputs).toList(),
            request.threads())
        .weights();
  }

  /** Runs a program of this model on the kept samples. */
  public Score score(LoweredProgram lowered) {
    SequencedMap<String, Double> sums = new LinkedHashMap<>();
    try (Engine engine =
        Executors.open(
            lowered.program(), new OrtForeignOps(), ExecutorOptions.fastest(request.threads()))) {
      for (Kept sample : samples) {
        Map<String, Tensor> found = engine.run(sample.inputs());
        sample
            .outputs()
            .forEach(
                (name, expected) -> {
                  Tensor tensor = found.get(name);
                  if (tensor != null && expected.dtype().isFloat()) {
                    sums.merge(name, cosine(expected, tensor), Double::sum);
                  }
                });
      }
    }
    sums.replaceAll((name, sum) -> sum / samples.size());
    return new Score(sums);
  }

  /** 0 where the data decide on another number of elements. */
  private static double cosine(Tensor expected, Tensor found) {
    return expected.shape().equals(found.shape()) ? Similarity.of(expected, found).cosine() : 0;
  }
}
