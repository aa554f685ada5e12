package io.plumbline.pipeline.stage;

import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.Need;
import io.plumbline.quantize.observe.Partition;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.StatisticKind;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planned;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Ranges;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.runtime.Engine;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** From an optimised graph and samples to statistics, and from these to a plan. */
public final class CalibrateStage {
  private final CompileRequest request;
  private final Planner planner;

  private CalibrateStage(CompileRequest request, Planner planner) {
    this.request = request;
    this.planner = planner;
  }

  /**
   * Groups the nodes of a graph.
   *
   * @throws BadConfigurationException when scales are to be loaded and the model has none, or the
   *     options name a node that does not exist
   */
  public static CalibrateStage of(CompileRequest request, Prepared optimised) {
    requireLoaded(request, optimised);
    return new CalibrateStage(
        request,
        new Planner(
            optimised.graph(), request.target(), request.options().withLoaded(optimised.scales())));
  }

  /**
   * Whether the model brings the scales that the options ask for, unless a plan does.
   *
   * @throws BadConfigurationException when it does not
   */
  public static void requireLoaded(CompileRequest request, Prepared optimised) {
    if (request.options().expectsLoaded()
        && request.plan().isEmpty()
        && optimised.scales().isEmpty()) {
      throw new BadConfigurationException(
          "load.nothing",
          request.files().model().toString(),
          "calibration_type is load, and the model has no QuantizeLinear and DequantizeLinear"
              + " pairs",
          "export the model with its fake quantization, name a plan with the key 'plan', or choose"
              + " another calibration_type");
    }
  }

  /**
   * Runs every sample once.
   *
   * @param engine of the optimised graph
   * @throws io.plumbline.tensor.BadDataException when no sample can be used
   * @throws java.util.concurrent.CancellationException when progress asks to stop
   */
  public Statistics observe(Engine engine, SampleSource samples, Progress progress) {
    return observe(engine, samples, request.options().calibration().needs(), progress);
  }

  /** Likewise, with all that calibrators of a kind need. */
  public Statistics observe(
      Engine engine, SampleSource samples, StatisticKind kind, Progress progress) {
    return new StatisticsCollector(engine, planner.needs(kind), request.threads())
        .naming(planner.graph())
        .collect(samples, collection(progress));
  }

  /** Likewise, with all that any calibrator needs, and the statistics of each part by itself. */
  public List<Statistics> observe(
      Engine engine, SampleSource samples, Partition partition, Progress progress) {
    return new StatisticsCollector(engine, planner.needs(StatisticKind.WEIGHTED), request.threads())
        .naming(planner.graph())
        .collect(samples, partition, collection(progress));
  }

  /** Likewise, with what any of several requests for the same model needs. */
  public static List<Statistics> observe(
      List<CalibrateStage> stages,
      Engine engine,
      SampleSource samples,
      Partition partition,
      Progress progress) {
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    stages.forEach(
        stage ->
            stage
                .planner
                .needs(StatisticKind.WEIGHTED)
                .forEach((value, need) -> needs.merge(value, need, Need::stricter)));
    return new StatisticsCollector(engine, needs, stages.getFirst().request.threads())
        .naming(stages.getFirst().planner.graph())
        .collect(samples, partition, collection(progress));
  }

  /** What the calibration of the request makes of statistics. */
  public Ranges ranges(Statistics statistics) {
    return planner.ranges(statistics);
  }

  /** Decides on every tensor and node, with given ranges. */
  public Planned plan(Ranges ranges) {
    return planner.plan(ranges);
  }

  /** Decides on every tensor and node. */
  public Planned plan(Statistics statistics) {
    return planner.plan(statistics);
  }

  /**
   * Whether the plan rests on something: samples without meaning must not decide anything where
   * scales were to be loaded.
   *
   * @throws BadConfigurationException naming the tensors whose scales are missing
   */
  public void requireComplete(QuantPlan plan) {
    if (!request.options().expectsLoaded() || !(request.calibration() instanceof RandomData)) {
      return;
    }
    List<String> missing =
        plan.quantized().values().stream()
            .filter(tensor -> !tensor.source().isGiven())
            .map(TensorPlan::tensor)
            .toList();
    if (!missing.isEmpty()) {
      throw new BadConfigurationException(
          "load.incomplete",
          missing.getFirst(),
          "%s no scale in the model: %s"
              .formatted(
                  Count.of(missing.size(), "activation has", "activations have"),
                  String.join(", ", missing)),
          "give calibration samples with cal_data_dir, which complete the scales");
    }
  }

  private static CollectionProgress collection(Progress progress) {
    return new CollectionProgress() {
      @Override
      public void update(int done, int total) {
        progress.update(done, total);
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }
}
