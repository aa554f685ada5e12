package io.plumbline.pipeline;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.ModelPlace;
import io.plumbline.pipeline.model.Preparation;
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
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.SampleFindings;
import io.plumbline.pipeline.stage.AnnotateStage;
import io.plumbline.pipeline.stage.CalibrateStage;
import io.plumbline.pipeline.stage.CoarseGates;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.JudgeStage;
import io.plumbline.pipeline.stage.NoiseStage;
import io.plumbline.pipeline.stage.RequestGate;
import io.plumbline.pipeline.stage.RuinedOutputs;
import io.plumbline.pipeline.stage.SaturationStage;
import io.plumbline.pipeline.stage.SimilarityStage;
import io.plumbline.pipeline.stage.TuneStage;
import io.plumbline.quantize.annotate.LoadedPairs;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.html.HtmlReport;
import io.plumbline.report.run.CompiledRun;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.parallel.VectorModule;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;

/**
 * The whole road from a float model file to an integer program: parse, optimise, calibrate,
 * quantize, compare. Each stage makes a value of values; every artefact is written the moment it
 * exists.
 */
public final class Pipeline {
  private final CompileRequest request;
  private final Progress progress;
  private final Journal journal;

  private Pipeline(CompileRequest request, Progress progress, Journal journal) {
    this.request = request;
    this.progress = progress;
    this.journal = journal;
  }

  /**
   * Compiles a model.
   *
   * @throws io.plumbline.tensor.PlumblineException saying who must act
   * @throws CancellationException when progress asks to stop; artefacts written by then are whole
   */
  public static Compilation compile(CompileRequest request, Progress progress) {
    VectorModule.require();
    try (Journal journal = Journal.open(request, progress)) {
      return recorded(request, progress, journal);
    }
  }

  private static Compilation recorded(CompileRequest request, Progress progress, Journal journal) {
    try {
      Pipeline pipeline = new Pipeline(request, progress, journal);
      Compilation compilation =
          request
              .plan()
              .map(file -> PlanFile.resting(file, pipeline::run))
              .orElseGet(pipeline::run);
      journal.succeed(compilation);
      return compilation;
    } catch (PlumblineException e) {
      journal.fail(e);
      throw e;
    }
  }

  private Compilation run() {
    Parsed parsed = journal.stage(Stage.PARSE, this::parse);
    return ModelPlace.tell(parsed.graph(), request.files(), () -> run(parsed));
  }

  private Compilation run(Parsed parsed) {
    Graph original = parsed.graph();
    Prepared prepared = journal.stage(Stage.OPTIMISE, () -> optimise(original));
    Graph optimised = prepared.graph();
    try (OrtEngine engine = OrtEngine.openOwn(optimised)) {
      SampleFindings ofFiles = new SampleFindings();
      DataInspection data = open(engine, ofFiles);
      Optional<JudgeStage> judge = JudgeStage.open(request, optimised, engine, data.samples());
      Provenance provenance = Provenance.of(parsed.hashes(), request.calibration());
      ModelPlanning.Outcome planned =
          new ModelPlanning(request, progress, journal, prepared, engine, data)
              .run(ofFiles, provenance);
      TuneStage tuned = planned.tuned();
      Graph graph = tuned.quantized().graph();
      QuantPlan plan = tuned.quantized().plan();
      Optional<NoiseReport> noise = noise(planned, data);
      AnnotateStage annotated = annotate(graph, plan);
      DeployStage deployed = journal.stage(Stage.QUANTIZE, () -> quantize(graph, plan, data));
      Compared compared = compare(prepared, tuned.real(), engine, annotated, deployed, data, judge);
      SequencedMap<String, TensorSimilarity> similarities = compared.similarities();
      SaturationStage.of(
              deployed.compared().program(), request.target(), data.samples(), request.threads())
          .ifPresent(found -> journal.found(List.of(found)));
      CoarseGates.of(graph, plan, similarities).ifPresent(found -> journal.found(List.of(found)));
      journal.found(RuinedOutputs.of(graph, plan, similarities, data.samples()));
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

  private Parsed parse() {
    Parsed parsed = Preparation.parse(request.files(), request.ports());
    journal.found(parsed.findings());
    Journal.requireApart(request, parsed.beside());
    journal.write(Artifact.ORIGINAL_FLOAT, parsed.graph());
    return parsed;
  }

  private Prepared optimise(Graph original) {
    Prepared optimised = Preparation.optimise(original);
    journal.found(optimised.findings());
    CalibrateStage.requireLoaded(request, optimised);
    journal.found(RequestGate.require(request, optimised.graph()));
    journal.say(
        "%s %d"
            .formatted(
                Count.of(original.nodes().size(), "node becomes", "nodes become"),
                optimised.graph().nodes().size()));
    journal.write(
        Artifact.OPTIMIZED_FLOAT, LoadedPairs.apply(optimised.graph(), optimised.scales()));
    return optimised;
  }

  private DataInspection open(OrtEngine engine, SampleFindings ofFiles) {
    try {
      return DataInspection.of(request, engine.inputs(), engine.pictures(), ofFiles);
    } catch (PlumblineException e) {
      journal.found(ofFiles.sorted());
      throw e;
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

  private AnnotateStage annotate(Graph optimised, QuantPlan plan) {
    AnnotateStage annotated = AnnotateStage.of(optimised, plan);
    journal.write(Artifact.CALIBRATED, annotated.calibrated().graph());
    journal.write(Artifact.PTQ, annotated.ptq().graph());
    return annotated;
  }

  private DeployStage quantize(Graph optimised, QuantPlan plan, DataInspection data) {
    DeployStage deployed = DeployStage.of(optimised, plan, request.target(), request.deployment());
    journal.found(deployed.findings());
    deployed.requireSameResults(request.deployment().batch(), data.samples(), request.threads());
    journal.write(Artifact.QUANTIZED, deployed.deployed());
    deployed.trimmed().ifPresent(program -> journal.write(Artifact.QUANTIZED_REMOVED, program));
    return deployed;
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
