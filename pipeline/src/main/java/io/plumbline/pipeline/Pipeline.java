package io.plumbline.pipeline;

import io.plumbline.codegen.lower.LoweredProgram;
import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.CompilationLog;
import io.plumbline.pipeline.record.CompilationReport;
import io.plumbline.pipeline.record.Provenance;
import io.plumbline.pipeline.record.QuantInfo;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.samples.DataInspection;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.pipeline.stage.DeployStage;
import io.plumbline.pipeline.stage.SimilarityStage;
import io.plumbline.quantize.annotate.Annotated;
import io.plumbline.quantize.annotate.QdqAnnotator;
import io.plumbline.quantize.annotate.WeightForm;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.observe.CollectionProgress;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.quantize.observe.Statistics;
import io.plumbline.quantize.observe.StatisticsCollector;
import io.plumbline.quantize.plan.Planned;
import io.plumbline.quantize.plan.Planner;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.report.CsvRenderer;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.vector.VectorExecutor;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;

/**
 * The whole road from a float model file to an integer program: parse, optimise, calibrate,
 * quantize, compare. Every artefact is written the moment it exists.
 */
public final class Pipeline {
  private final CompileRequest request;
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();
  private final SequencedMap<Artifact, Path> artifacts = new LinkedHashMap<>();
  private final SequencedMap<Stage, Double> seconds = new LinkedHashMap<>();
  private final CompilationLog log = new CompilationLog();
  private long used;
  private LoadedScales loaded = LoadedScales.NONE;

  private Pipeline(CompileRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Compiles a model.
   *
   * @throws io.plumbline.tensor.PlumblineException saying who must act
   * @throws CancellationException when progress asks to stop; artefacts written by then are whole
   */
  public static Compilation compile(CompileRequest request, Progress progress) {
    Pipeline pipeline = new Pipeline(request, progress);
    pipeline.requirePrefix();
    pipeline.requireFolder();
    try {
      Compilation compilation = pipeline.run();
      pipeline.log(compilation);
      return compilation;
    } catch (PlumblineException e) {
      pipeline.logFailure(e);
      throw e;
    }
  }

  /** A stage's work. */
  private interface Work<T> {
    T run();
  }

  private <T> T stage(Stage stage, Work<T> work) {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled before stage " + stage.label());
    }
    progress.stage(stage.label());
    long start = System.nanoTime();
    T result = work.run();
    seconds.put(stage, (System.nanoTime() - start) / 1e9);
    log.stage(stage, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private void log(Compilation compilation) {
    CompilationReport report = new CompilationReport(compilation);
    report.facts().forEach(log::section);
    log.section(report.nodes());
    log.section(report.outputs());
    log.findings(compilation.findings());
    log.write(request.folder());
  }

  private void logFailure(PlumblineException error) {
    findings.forEach(progress::finding);
    log.findings(findings);
    log.error(error);
    try {
      log.write(request.folder());
    } catch (EnvironmentException e) {
      error.addSuppressed(e);
    }
  }

  private Compilation run() {
    Graph original = stage(Stage.PARSE, this::parse);
    Graph optimised = stage(Stage.OPTIMISE, () -> optimise(original));
    try (OrtEngine engine = OrtEngine.open(optimised)) {
      List<Finding> ofData = Collections.synchronizedList(new ArrayList<>());
      DataInspection inspection = inspection(engine, ofData);
      SampleSource samples = inspection.samples();
      QuantPlan plan =
          stage(Stage.CALIBRATE, () -> calibrate(optimised, engine, inspection, ofData));
      Annotated calibrated = annotate(optimised, plan);
      LoweredProgram lowered = stage(Stage.QUANTIZE, () -> quantize(optimised, plan));
      SequencedMap<String, TensorSimilarity> similarities =
          stage(Stage.COMPARE, () -> compare(engine, calibrated, lowered, samples));
      return finish(
          new Compilation(
              request,
              original,
              optimised,
              calibrated.graph(),
              plan,
              lowered,
              similarities,
              findings,
              artifacts,
              seconds,
              used));
    }
  }

  private DataInspection inspection(OrtEngine engine, List<Finding> ofData) {
    try {
      return DataInspection.of(request, engine.inputs(), engine.pictures(), ofData::add);
    } catch (PlumblineException e) {
      findings.addAll(ofData);
      throw e;
    }
  }

  private void requirePrefix() {
    String prefix = request.prefix();
    if (prefix.isBlank() || prefix.contains("/") || prefix.contains("\\")) {
      throw new BadConfigurationException(
          "compile.prefix",
          "--prefix, output_model_file_prefix",
          "expected the beginning of a file name, found '%s'".formatted(prefix),
          "give a name without folders; --working-dir says where the files go");
    }
  }

  private void requireFolder() {
    try {
      Files.createDirectories(request.folder());
    } catch (IOException e) {
      throw notWritable(String.valueOf(e.getMessage()));
    }
    if (!Files.isWritable(request.folder())) {
      throw notWritable("permission denied");
    }
  }

  private EnvironmentException notWritable(String reason) {
    return new EnvironmentException(
        "environment.write",
        request.folder().toString(),
        "the working folder cannot be written: " + reason,
        "choose another folder with --working-dir");
  }

  private Graph parse() {
    Preparation.Prepared parsed = Preparation.parse(request.files(), request.ports());
    findings.addAll(parsed.findings());
    write(Artifact.ORIGINAL_FLOAT, parsed.graph());
    return parsed.graph();
  }

  private Graph optimise(Graph original) {
    Preparation.Prepared optimised = Preparation.optimise(original);
    findings.addAll(optimised.findings());
    loaded = optimised.scales();
    requireLoaded();
    say("%d nodes become %d".formatted(original.nodes().size(), optimised.graph().nodes().size()));
    write(Artifact.OPTIMIZED_FLOAT, optimised.graph());
    return optimised.graph();
  }

  private QuantPlan calibrate(
      Graph optimised, OrtEngine engine, DataInspection inspection, List<Finding> ofData) {
    Planner planner =
        new Planner(optimised, request.target(), request.options().withLoaded(loaded));
    StatisticsCollector collector =
        new StatisticsCollector(
            engine, planner.observed(), request.options().calibrator().needs(), request.threads());
    Statistics statistics;
    try {
      statistics = collector.collect(inspection.samples(), collection());
    } finally {
      ofData.sort(Comparator.comparing(Finding::where).thenComparing(Finding::code));
      findings.addAll(ofData);
      findings.addAll(inspection.ofSamples());
    }
    used = statistics.samples();
    if (request.deployment().calibrationDump()) {
      dump(inspection.samples());
    }
    Planned planned = planner.plan(statistics);
    findings.addAll(planned.findings());
    requireCalibrated(planned.plan());
    return planned.plan();
  }

  private void requireLoaded() {
    if (request.options().expectsLoaded() && loaded.isEmpty()) {
      throw new BadConfigurationException(
          "load.nothing",
          request.files().model().toString(),
          "calibration_type is load, and the model has no QuantizeLinear and DequantizeLinear"
              + " pairs",
          "export the model with its fake quantization, or choose another calibration_type");
    }
  }

  /** Samples without meaning must not decide anything where scales were to be loaded. */
  private void requireCalibrated(QuantPlan plan) {
    if (!request.options().expectsLoaded() || !(request.calibration() instanceof RandomData)) {
      return;
    }
    List<String> missing =
        plan.activations().values().stream()
            .filter(tensor -> !tensor.source().isGiven())
            .map(TensorPlan::tensor)
            .toList();
    if (!missing.isEmpty()) {
      throw new BadConfigurationException(
          "load.incomplete",
          missing.getFirst(),
          "%d activations have no scale in the model: %s"
              .formatted(missing.size(), String.join(", ", missing)),
          "give calibration samples with cal_data_dir, which complete the scales");
    }
  }

  /** Writes what calibration saw: one folder for each input. */
  private void dump(SampleSource samples) {
    Path folder = request.folder().resolve("calibration_data");
    for (int index = 0; index < samples.size(); index++) {
      String name = "%05d.npy".formatted(index);
      samples
          .load(index)
          .ifPresent(
              sample ->
                  sample.forEach(
                      (input, tensor) ->
                          NpyFile.write(
                              folder
                                  .resolve(input.replaceAll("[^A-Za-z0-9._-]", "_"))
                                  .resolve(name),
                              tensor)));
    }
    say("wrote " + folder);
  }

  private CollectionProgress collection() {
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

  private Annotated annotate(Graph optimised, QuantPlan plan) {
    Annotated calibrated = QdqAnnotator.annotate(optimised, plan, WeightForm.FLOAT);
    write(Artifact.CALIBRATED, calibrated.graph());
    write(Artifact.PTQ, QdqAnnotator.annotate(optimised, plan, WeightForm.INTEGER).graph());
    return calibrated;
  }

  private LoweredProgram quantize(Graph optimised, QuantPlan plan) {
    DeployStage stage = DeployStage.of(optimised, plan, request.target(), request.deployment());
    findings.addAll(stage.findings());
    write(Artifact.QUANTIZED, stage.deployed());
    stage.trimmed().ifPresent(program -> write(Artifact.QUANTIZED_REMOVED, program));
    return stage.compared();
  }

  private SequencedMap<String, TensorSimilarity> compare(
      OrtEngine engine, Annotated calibrated, LoweredProgram lowered, SampleSource samples) {
    try (OrtEngine fake = OrtEngine.open(calibrated.graph());
        VectorExecutor integer =
            new VectorExecutor(lowered.program(), new OrtForeignOps(), request.threads())) {
      SimilarityStage stage =
          new SimilarityStage(engine, fake, integer, calibrated, lowered.program());
      int compared = Math.min(request.comparedSamples(), samples.size());
      for (int index = 0; index < compared; index++) {
        samples.load(index).ifPresent(stage::add);
        progress.update(index + 1, compared);
      }
      return stage.results();
    }
  }

  private Compilation finish(Compilation compilation) {
    QuantInfo info = new QuantInfo(compilation);
    write(Artifact.QUANT_INFO, info.quantInfo());
    write(Artifact.ADVICE, info.advice());
    write(Artifact.NODE_INFO, CsvRenderer.render(new CompilationReport(compilation).nodes()));
    request
        .configuration()
        .ifPresent(text -> write(Artifact.CONFIGURATION, text + Provenance.of(request)));
    return new Compilation(
        request,
        compilation.original(),
        compilation.optimised(),
        compilation.calibrated(),
        compilation.plan(),
        compilation.lowered(),
        compilation.similarities(),
        findings,
        artifacts,
        seconds,
        compilation.samples());
  }

  private void say(String text) {
    log.line(text);
    progress.message(text);
  }

  private void write(Artifact artifact, Program program) {
    Path file = request.file(artifact);
    ProgramWriter.write(program, file);
    artifacts.put(artifact, file);
    say("wrote " + file);
  }

  private void write(Artifact artifact, Graph graph) {
    Path file = request.file(artifact);
    OnnxWriter.write(graph, file);
    artifacts.put(artifact, file);
    say("wrote " + file);
  }

  private void write(Artifact artifact, String text) {
    Path file = request.file(artifact);
    AtomicFile.write(file, text);
    artifacts.put(artifact, file);
    say("wrote " + file);
  }
}
