package io.plumbline.pipeline;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.ModelPlace;
import io.plumbline.pipeline.model.Preparation.Parsed;
import io.plumbline.pipeline.model.Preparation.Prepared;
import io.plumbline.pipeline.plan.PlanFile;
import io.plumbline.pipeline.plan.PlanLink;
import io.plumbline.pipeline.plan.PlannedModel;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.CompilationReport;
import io.plumbline.pipeline.record.CompiledFiles;
import io.plumbline.pipeline.record.Journal;
import io.plumbline.pipeline.record.Judged;
import io.plumbline.pipeline.record.NoiseReport;
import io.plumbline.pipeline.record.Provenance;
import io.plumbline.pipeline.record.QuantInfo;
import io.plumbline.pipeline.record.RunRecord;
import io.plumbline.pipeline.record.StoppedCompilation;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.LastStage;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.AnnotateStage;
import io.plumbline.pipeline.stage.CoarseGates;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.JudgeStage;
import io.plumbline.pipeline.stage.NoiseStage;
import io.plumbline.pipeline.stage.RuinedOutputs;
import io.plumbline.pipeline.stage.SaturationStage;
import io.plumbline.pipeline.stage.SimilarityStage;
import io.plumbline.pipeline.stage.TuneStage;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.html.HtmlReport;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.parallel.VectorModule;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * The whole road from a float model file to an integer program: parse, optimise, calibrate,
 * quantize, compare. Each stage makes a value of values; every artefact is written the moment it
 * exists.
 */
public final class Pipeline {
  private final CompileRequest request;
  private final Progress progress;
  private final Journal journal;
  private final ModelStages stages;

  private Pipeline(CompileRequest request, Progress progress, Journal journal) {
    this.request = request;
    this.progress = progress;
    this.journal = journal;
    this.stages = new ModelStages(request, journal);
  }

  /**
   * Compiles a model.
   *
   * @throws io.plumbline.tensor.PlumblineException saying who must act
   * @throws CancellationException when progress asks to stop; artefacts written by then are whole
   */
  public static Compilation compile(CompileRequest request, Progress progress) {
    return recorded(
        request,
        progress,
        pipeline -> {
          Compilation compilation = pipeline.run();
          pipeline.journal.succeed(compilation);
          return compilation;
        });
  }

  /**
   * Compiles a model as far as a stage.
   *
   * @throws io.plumbline.tensor.PlumblineException saying who must act
   * @throws CancellationException when progress asks to stop; artefacts written by then are whole
   */
  public static StoppedCompilation compileUntil(
      LastStage last, CompileRequest request, Progress progress) {
    last.requireEnough(request);
    return recorded(
        request,
        progress,
        pipeline -> {
          pipeline.run(last);
          return pipeline.journal.stop(last);
        });
  }

  private static <T> T recorded(
      CompileRequest request, Progress progress, Function<Pipeline, T> work) {
    VectorModule.require();
    try (Journal journal = Journal.open(request, progress)) {
      try {
        Pipeline pipeline = new Pipeline(request, progress, journal);
        return request
            .plan()
            .map(file -> PlanFile.resting(file, () -> work.apply(pipeline)))
            .orElseGet(() -> work.apply(pipeline));
      } catch (PlumblineException e) {
        journal.fail(e);
        throw e;
      }
    }
  }

  private void run(LastStage last) {
    Parsed parsed = journal.stage(Stage.PARSE, stages::parse);
    ModelPlace.tell(
        parsed.graph(),
        request.files(),
        () -> {
          run(parsed, last);
          return parsed;
        });
  }

  private void run(Parsed parsed, LastStage last) {
    Prepared prepared = journal.stage(Stage.OPTIMISE, () -> stages.optimise(parsed.graph()));
    if (last == LastStage.OPTIMISE) {
      return;
    }
    try (OrtEngine engine = OrtEngine.openOwn(prepared.graph())) {
      SampleFindings ofFiles = new SampleFindings();
      DataInspection data = stages.open(engine, ofFiles);
      Provenance provenance = Provenance.of(parsed.hashes(), request.calibration());
      ModelPlanning.Outcome planned =
          new ModelPlanning(request, progress, journal, prepared, engine, data)
              .run(ofFiles, provenance);
      Graph graph = planned.tuned().quantized().graph();
      QuantPlan plan = planned.tuned().quantized().plan();
      stages.annotate(graph, plan);
      if (last == LastStage.QUANTIZE) {
        journal.stage(Stage.QUANTIZE, () -> stages.quantize(graph, plan, data));
      }
      provenance.requireUnchanged(request.calibration());
      journal.write(Artifact.PLAN, planned.model().text());
    }
  }

  private Compilation run() {
    Parsed parsed = journal.stage(Stage.PARSE, stages::parse);
    return ModelPlace.tell(parsed.graph(), request.files(), () -> run(parsed));
  }

  private Compilation run(Parsed parsed) {
    Graph original = parsed.graph();
    Prepared prepared = journal.stage(Stage.OPTIMISE, () -> stages.optimise(original));
    Graph optimised = prepared.graph();
    try (OrtEngine engine = OrtEngine.openOwn(optimised)) {
      SampleFindings ofFiles = new SampleFindings();
      DataInspection data = stages.open(engine, ofFiles);
      Optional<JudgeStage> judge = JudgeStage.open(request, optimised, engine, data.samples());
      Provenance provenance = Provenance.of(parsed.hashes(), request.calibration());
      ModelPlanning.Outcome planned =
          new ModelPlanning(request, progress, journal, prepared, engine, data)
              .run(ofFiles, provenance);
      TuneStage tuned = planned.tuned();
      Graph graph = tuned.quantized().graph();
      QuantPlan plan = tuned.quantized().plan();
      Optional<NoiseReport> noise = noise(planned, data);
      AnnotateStage annotated = stages.annotate(graph, plan);
      DeployStage deployed =
          journal.stage(Stage.QUANTIZE, () -> stages.quantize(graph, plan, data));
      Compared compared = compare(prepared, tuned.real(), engine, annotated, deployed, data, judge);
      SequencedMap<String, TensorSimilarity> similarities = compared.similarities();
      SaturationStage.of(
              deployed.compared().program(), request.target(), data.samples(), request.threads())
          .ifPresent(found -> journal.found(List.of(found)));
      CoarseGates.of(graph, plan, similarities).ifPresent(found -> journal.found(List.of(found)));
      journal.found(
          RuinedOutputs.of(
              tuned.real(), graph, plan, similarities, data.samples(), request.target()));
      ProgramModule module = journal.stage(Stage.BUILD, () -> build(deployed));
      return finish(
          new Compilation(
              planned.request(),
              provenance,
              original,
              tuned.real(),
              annotated.calibrated().graph(),
              plan,
              tuned.tuned(),
              planned.searched(),
              tuned.mixture(),
              noise,
              deployed.compared(),
              module.code(),
              similarities,
              compared.judged(),
              journal.findings(),
              journal.artifacts(),
              journal.seconds(),
              tuned.statistics()),
          planned.model());
    }
  }

  private Optional<NoiseReport> noise(ModelPlanning.Outcome planned, DataInspection data) {
    if (!request.noiseBudget()) {
      return Optional.empty();
    }
    NoiseReport report =
        journal.stage(
            Stage.NOISE,
            () ->
                NoiseStage.of(
                    planned.tuned().quantized(),
                    planned.tuned().real(),
                    planned.tuned().statistics(),
                    data.samples(),
                    planned.request()));
    journal.write(Artifact.NOISE, report.json());
    return Optional.of(report);
  }

  /** How near the models of a compilation are to the float network. */
  private record Compared(
      SequencedMap<String, TensorSimilarity> similarities, Optional<Judged> judged) {}

  private Compared compare(
      Prepared model,
      Graph real,
      OrtEngine optimised,
      AnnotateStage annotated,
      DeployStage deployed,
      DataInspection data,
      Optional<JudgeStage> judge) {
    Graph reference = model.isReference() ? real : model.reference();
    if (reference == model.graph()) {
      return compare(optimised, real, annotated, deployed, data, judge);
    }
    try (OrtEngine given = OrtEngine.openOwn(reference)) {
      return compare(given, real, annotated, deployed, data, judge);
    }
  }

  private Compared compare(
      Engine reference,
      Graph real,
      AnnotateStage annotated,
      DeployStage deployed,
      DataInspection data,
      Optional<JudgeStage> judge) {
    SequencedMap<String, TensorSimilarity> similarities =
        journal.stage(Stage.COMPARE, () -> compare(reference, real, annotated, deployed, data));
    Program program = deployed.compared().program();
    return new Compared(
        similarities,
        judge.map(
            stage ->
                journal.stage(
                    Stage.JUDGE,
                    () -> stage.judge(reference, program, request.threads(), progress))));
  }

  private SequencedMap<String, TensorSimilarity> compare(
      Engine reference,
      Graph real,
      AnnotateStage annotated,
      DeployStage deployed,
      DataInspection data) {
    SequencedMap<String, TensorSimilarity> similarities =
        SimilarityStage.of(reference, real, annotated.calibrated(), deployed.compared(), request)
            .compare(data.samples(), progress);
    journal.found(SimilarityStage.uncompared(real, similarities));
    return similarities;
  }

  /** The module of what is deployed. */
  private ProgramModule build(DeployStage deployed) {
    ModuleFile module =
        ModuleFile.of(
            deployed.trimmed().orElse(deployed.deployed()),
            request.file(Artifact.MODULE),
            request.prefix(),
            request.nativeCode() ? Optional.empty() : Optional.of(List.of()));
    journal.write(Artifact.MODULE, _ -> module.write());
    journal.found(module.findings());
    return module.module();
  }

  private Compilation finish(Compilation compilation, PlannedModel model) {
    compilation.provenance().requireUnchanged(request.calibration());
    String plan = model.text();
    QuantInfo info = new QuantInfo(compilation, PlanLink.to(request.file(Artifact.PLAN), plan));
    journal.write(Artifact.PLAN, plan);
    journal.write(Artifact.QUANT_INFO, info.quantInfo(CompiledFiles.hashes(journal.artifacts())));
    journal.write(Artifact.ADVICE, info.advice());
    journal.write(
        Artifact.NODE_INFO, CsvRenderer.render(new CompilationReport(compilation).vendorNodes()));
    request
        .configuration()
        .ifPresent(
            text -> journal.write(Artifact.CONFIGURATION, text + compilation.provenance().text()));
    CompiledRun run = RunRecord.of(compilation);
    journal.write(Artifact.RUN, run.json());
    journal.write(Artifact.PAGE, HtmlReport.of(run).html());
    return compilation.with(journal.artifacts());
  }
}
