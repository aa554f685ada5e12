package io.plumbline.pipeline.trial;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.SearchStage;
import io.plumbline.pipeline.stage.TuneStage;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.quantize.observe.Partition;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.program.Program;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model and what one pass over its calibration samples told of it, of which any settings make a
 * program as {@code Pipeline} would.
 */
final class Workshop implements AutoCloseable {
  private final Prepared model;
  private final Footing footing;
  private final OrtEngine engine;
  private final SampleSource samples;
  private final Partition partition;
  private final List<Statistics> parts;

  private Workshop(
      Prepared model,
      Footing footing,
      OrtEngine engine,
      SampleSource samples,
      Partition partition,
      List<Statistics> parts) {
    this.model = model;
    this.footing = footing;
    this.engine = engine;
    this.samples = samples;
    this.partition = partition;
    this.parts = parts;
  }

  /** Reads the model and runs every calibration sample once. */
  static Workshop open(Settings settings, Progress progress) {
    CompileRequest request = settings.request(Tuning.AS_GIVEN);
    Prepared model =
        Preparation.optimise(Preparation.parse(request.files(), request.ports()).graph());
    CalibrateStage.requireLoaded(request, model);
    Footing footing = Footing.of(request, model.graph());
    OrtEngine engine = OrtEngine.openOwn(model.graph());
    try {
      SampleSource samples =
          DataInspection.of(request, engine.inputs(), engine.pictures(), new SampleFindings())
              .samples();
      Partition partition = SearchStage.partition(samples);
      List<CalibrateStage> stages =
          Stream.concat(
                  Stream.of(Tuning.AS_GIVEN),
                  footing.tails().stream().map(Tuning.AS_GIVEN::withFloatNodes))
              .map(settings::request)
              .map(each -> CalibrateStage.of(each, model))
              .toList();
      List<Statistics> parts = CalibrateStage.observe(stages, engine, samples, partition, progress);
      return new Workshop(model, footing, engine, samples, partition, parts);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  Footing footing() {
    return footing;
  }

  /** The float network. */
  Engine engine() {
    return engine;
  }

  /** The samples that settings were not fitted to where {@link #fitted} is told so. */
  SampleSource apart() {
    return partition.parts() == 2 ? partition.of(samples, 1) : samples;
  }

  /**
   * The program of settings.
   *
   * @param all whether it is fitted to all samples; else {@link #apart} had no part in it
   * @param progress may call off a search
   * @throws java.util.concurrent.CancellationException when it does
   */
  Quantized fitted(CompileRequest request, boolean all, Progress progress) {
    boolean whole = all || partition.parts() == 1;
    SampleSource fitting = whole ? samples : partition.of(samples, 0);
    Statistics statistics =
        whole ? parts.stream().reduce(Statistics::merge).orElseThrow() : parts.getFirst();
    CompileRequest chosen = searched(request, fitting, whole, progress);
    QuantPlan plan = CalibrateStage.of(chosen, model).plan(statistics).plan();
    Quantized quantized = new Quantized(model.graph(), plan);
    return TuneStage.applies(chosen, model.scales())
        ? TuneStage.of(quantized, statistics, engine, fitting, chosen).quantized()
        : quantized;
  }

  private CompileRequest searched(
      CompileRequest request, SampleSource fitting, boolean whole, Progress progress) {
    if (!SearchStage.applies(request, model.scales())) {
      return request;
    }
    List<Statistics> seen = whole ? parts : parts.subList(0, 1);
    return request.with(
        SearchStage.of(request, model.graph(), seen, engine, fitting, progress).calibration());
  }

  /** The program that runs like the float network. */
  static Program program(Quantized quantized, CompileRequest request) {
    return DeployStage.of(
            quantized.graph(), quantized.plan(), request.target(), request.deployment())
        .compared()
        .program();
  }

  /** The bytes of the file that compiling writes. */
  static byte[] bytes(Quantized quantized, CompileRequest request) {
    return ProgramWriter.bytes(
        DeployStage.of(quantized.graph(), quantized.plan(), request.target(), request.deployment())
            .deployed());
  }

  @Override
  public void close() {
    engine.close();
  }
}
