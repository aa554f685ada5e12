package io.plumbline.pipeline;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.plan.DroppedSettings;
import io.plumbline.pipeline.plan.GraphDigest;
import io.plumbline.pipeline.plan.PlanOrigin;
import io.plumbline.pipeline.plan.PlannedModel;
import io.plumbline.pipeline.record.FloatWork;
import io.plumbline.pipeline.record.Journal;
import io.plumbline.pipeline.record.PrecisionReport;
import io.plumbline.pipeline.record.Provenance;
import io.plumbline.pipeline.record.SearchReport;
import io.plumbline.pipeline.record.UnmetRequest;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.search.Searched;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.pipeline.stage.SearchStage;
import io.plumbline.pipeline.stage.TuneStage;
import io.plumbline.pipeline.tune.Quantized;
import io.plumbline.pipeline.tune.Tuned;
import io.plumbline.quantize.observe.Partition;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planned;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From an optimised float model to a quantized one: by its samples, or by a plan that was made
 * before.
 */
final class ModelPlanning {
  private final CompileRequest request;
  private final Progress progress;
  private final Journal journal;
  private final Prepared model;
  private final OrtEngine engine;
  private final DataInspection data;

  /**
   * @param engine of the optimised model
   * @param data the samples, made up where there are none
   */
  ModelPlanning(
      CompileRequest request,
      Progress progress,
      Journal journal,
      Prepared model,
      OrtEngine engine,
      DataInspection data) {
    this.request = request;
    this.progress = progress;
    this.journal = journal;
    this.model = model;
    this.engine = engine;
    this.data = data;
  }

  /**
   * A quantized model.
   *
   * @param request with the ways to find ranges that a search chose, or that a plan was made with
   */
  record Outcome(
      CompileRequest request, TuneStage tuned, Optional<Searched> searched, PlanOrigin origin) {
    /** What a file of it holds. */
    PlannedModel model() {
      return new PlannedModel(
          origin, tuned.factors(), tuned.splits(), tuned.real(), tuned.quantized());
    }
  }

  /**
   * Plans.
   *
   * @param ofFiles what is found of samples until all were read
   */
  Outcome run(SampleFindings ofFiles, Provenance provenance) {
    return request
        .plan()
        .map(file -> journal.stage(Stage.PLAN, () -> read(file, ofFiles, provenance)))
        .orElseGet(() -> make(ofFiles, provenance));
  }

  private Outcome make(SampleFindings ofFiles, Provenance provenance) {
    Calibrated calibrated = journal.stage(Stage.CALIBRATE, () -> calibrate(ofFiles));
    TuneStage tuned = tune(calibrated);
    return new Outcome(
        calibrated.request(),
        tuned,
        calibrated.searched(),
        origin(calibrated.request(), calibrated.statistics().samples(), provenance));
  }

  private PlanOrigin origin(CompileRequest chosen, long samples, Provenance provenance) {
    return new PlanOrigin(
        Provenance.version(),
        provenance.model(),
        GraphDigest.of(model.graph()),
        chosen.target(),
        chosen.options().calibration().base().method(),
        chosen.effort().label(),
        samples);
  }

  private Outcome read(Path file, SampleFindings ofFiles, Provenance provenance) {
    PlannedModel found = PlannedModel.read(file, model.graph(), origin(request, 0, provenance));
    int unmet = UnmetRequest.of(request.options(), found.real(), found.quantized().plan()).size();
    journal.found(ofFiles.sorted());
    journal.found(
        List.of(DroppedSettings.of(request, found.origin(), unmet).finding(file.toString())));
    if (request.calibration() instanceof RandomData) {
      journal.found(
          List.of(
              Finding.warning(
                  "plan.no-samples",
                  "cal_data_dir",
                  "No samples are given: similarity is measured on random data, which shows whether"
                      + " the program computes what the plan says, and nothing of accuracy.")));
    }
    TuneStage tuned =
        new TuneStage(
            found.quantized(),
            found.real(),
            found.factors(),
            found.splits(),
            new Statistics(found.origin().samples(), new LinkedHashMap<>()),
            Optional.empty(),
            Optional.empty());
    CompileRequest made = DroppedSettings.replaced(request, found.origin());
    return new Outcome(made, tuned, Optional.empty(), found.origin());
  }

  /**
   * A plan, and what it rests on.
   *
   * @param request with the ways to find ranges that a search chose
   */
  private record Calibrated(
      CompileRequest request, QuantPlan plan, Statistics statistics, Optional<Searched> searched) {}

  private Calibrated calibrate(SampleFindings ofFiles) {
    SearchStage.refused(request, model.scales())
        .ifPresent(refused -> journal.found(List.of(refused)));
    boolean searches = SearchStage.applies(request, model.scales());
    CalibrateStage stage = CalibrateStage.of(request, model);
    Partition partition = searches ? SearchStage.partition(data.samples()) : Partition.WHOLE;
    List<Statistics> parts = observe(stage, partition, searches, ofFiles);
    if (request.deployment().calibrationDump()) {
      journal.dump(data.samples());
    }
    Optional<Searched> searched =
        searches
            ? Optional.of(
                SearchStage.of(request, model.graph(), parts, engine, data.samples(), progress))
            : Optional.empty();
    searched.map(SearchReport::new).ifPresent(this::tell);
    CompileRequest chosen =
        searched.map(found -> request.with(found.calibration())).orElse(request);
    Statistics statistics = parts.stream().reduce(Statistics::merge).orElseThrow();
    return new Calibrated(chosen, plan(chosen, statistics), statistics, searched);
  }

  /**
   * Statistics, and what is found of samples: of all, or of those that were listed where one of
   * them, or the user, stops the work. How many were read by then depends on the threads.
   */
  private List<Statistics> observe(
      CalibrateStage stage, Partition partition, boolean searches, SampleFindings ofFiles) {
    List<Finding> found = ofFiles.sorted();
    try {
      List<Statistics> parts =
          searches
              ? stage.observe(engine, data.samples(), partition, progress)
              : List.of(stage.observe(engine, data.samples(), progress));
      found = ofAll(ofFiles);
      return parts;
    } catch (BadDataException e) {
      found = e.code().equals(StatisticsCollector.NOT_FINITE) ? found : ofAll(ofFiles);
      throw e;
    } finally {
      journal.found(found);
    }
  }

  private List<Finding> ofAll(SampleFindings ofFiles) {
    return Stream.concat(ofFiles.sorted().stream(), data.ofSamples().stream()).toList();
  }

  private QuantPlan plan(CompileRequest chosen, Statistics statistics) {
    CalibrateStage stage = CalibrateStage.of(chosen, model);
    Planned planned = stage.plan(statistics);
    journal.found(planned.findings());
    FloatWork.of(model.graph(), planned.plan().nodes())
        .finding()
        .ifPresent(found -> journal.found(List.of(found)));
    stage.requireComplete(planned.plan());
    return planned.plan();
  }

  private void tell(SearchReport report) {
    report.selected(request.target()).forEach(journal::show);
    journal.found(report.findings());
    journal.write(Artifact.SEARCH, report.json());
  }

  private TuneStage tune(Calibrated calibrated) {
    Quantized quantized = new Quantized(model.graph(), calibrated.plan());
    TuneStage.refused(request, model.scales())
        .ifPresent(refused -> journal.found(List.of(refused)));
    if (!TuneStage.applies(request, model.scales())) {
      return TuneStage.skip(quantized, calibrated.statistics());
    }
    TuneStage tuned =
        journal.stage(
            Stage.TUNE,
            () ->
                TuneStage.of(
                    quantized,
                    calibrated.statistics(),
                    engine,
                    data.samples(),
                    calibrated.request()));
    if (!tuned.factors().isEmpty()) {
      journal.show(
          String.format(
              Locale.ROOT, "channel scales: of %s", Count.of(tuned.factors().size(), "value")));
    }
    if (!tuned.splits().isEmpty()) {
      journal.found(List.of(split(tuned)));
    }
    tuned.tuned().ifPresent(this::tell);
    tuned
        .mixture()
        .map(mixture -> new PrecisionReport(mixture, request.goal()))
        .ifPresent(
            report -> {
              journal.found(report.findings());
              journal.write(Artifact.PRECISION, report.json());
            });
    return tuned;
  }

  /** That ranges are held in parts, and what it costs. */
  private Finding split(TuneStage tuned) {
    String values =
        tuned.splits().stream()
            .map(split -> String.format(Locale.ROOT, "'%s' in %d", split.value(), split.parts()))
            .collect(Collectors.joining(", "));
    double work =
        (double) MultiplyAccumulates.of(tuned.real()) / MultiplyAccumulates.of(model.graph()) - 1;
    return Finding.info(
        "tune.ranges-split",
        tuned.splits().getFirst().value(),
        String.format(
            Locale.ROOT,
            "Ranges are held in parts, each with all integers: %s. That takes %.0f %% more"
                + " multiply-accumulates.",
            values,
            100 * work));
  }

  private void tell(Tuned tuned) {
    journal.show("bias correction: " + tuned.correction().summary());
    tuned.rounding().ifPresent(found -> journal.show("least-squares rounding: " + found.summary()));
  }
}
