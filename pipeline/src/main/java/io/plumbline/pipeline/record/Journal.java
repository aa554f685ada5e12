package io.plumbline.pipeline.record;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.formats.program.ProgramWriter;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.LastStage;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.file.FolderLock;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a compilation leaves behind while it goes on: artefacts, findings, times and the log. The
 * one place where it adds up; stages know nothing of it. For one thread. Until it is closed nobody
 * else writes to the folder.
 */
public final class Journal implements AutoCloseable {
  private final FolderLock lock;
  private final CompileRequest request;
  private final Progress progress;
  private final CompilationLog log = new CompilationLog();
  private final List<Finding> findings = new ArrayList<>();
  private final SequencedMap<Artifact, Path> artifacts = new LinkedHashMap<>();
  private final SequencedMap<Stage, Double> seconds = new LinkedHashMap<>();

  private Journal(CompileRequest request, Progress progress, FolderLock lock) {
    this.lock = lock;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Makes the working folder and takes it.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when the prefix is no beginning of a file
   *     name
   * @throws EnvironmentException when the folder cannot be made or written, or another compilation
   *     writes to it
   */
  public static Journal open(CompileRequest request, Progress progress) {
    return new Journal(request, progress, WorkingFolder.take(request));
  }

  /**
   * Holds that a compilation writes over nothing that else was read for it.
   *
   * @param inputs files besides the model and the samples
   * @throws io.plumbline.tensor.BadConfigurationException naming input and output
   */
  public static void requireApart(CompileRequest request, List<Path> inputs) {
    Overwriting.refuse(inputs, WorkingFolder.outputs(request));
  }

  /**
   * Does the work of a stage and notes its time.
   *
   * @throws CancellationException when progress asks to stop before it
   */
  public <T> T stage(Stage stage, Supplier<T> work) {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled before stage " + stage.label());
    }
    progress.stage(stage.label());
    long start = System.nanoTime();
    T result = work.get();
    double time = (System.nanoTime() - start) / 1e9;
    seconds.put(stage, time);
    log.stage(stage, time);
    return result;
  }

  /** Notes findings. */
  public void found(List<Finding> more) {
    findings.addAll(more);
  }

  /** Notes a line, and tells it. */
  public void say(String text) {
    log.line(text);
    progress.message(text);
  }

  /** Notes what a stage came to, and shows it. */
  public void show(String text) {
    log.line(text);
    progress.outcome(text);
  }

  /** Writes a program. */
  public void write(Artifact artifact, Program program) {
    clearFirst();
    ProgramWriter.write(program, request.file(artifact));
    wrote(artifact);
  }

  /** Writes a graph. */
  public void write(Artifact artifact, Graph graph) {
    clearFirst();
    OnnxWriter.write(graph, request.file(artifact));
    wrote(artifact);
  }

  /** Writes a text. */
  public void write(Artifact artifact, String text) {
    clearFirst();
    AtomicFile.write(request.file(artifact), text);
    wrote(artifact);
  }

  /** Has a file written. */
  public void write(Artifact artifact, Consumer<Path> writer) {
    clearFirst();
    writer.accept(request.file(artifact));
    wrote(artifact);
  }

  /** Writes the samples that calibration saw. */
  public void dump(SampleSource samples) {
    say("wrote " + CalibrationDump.write(samples, request.folder()));
  }

  private void clearFirst() {
    if (artifacts.isEmpty()) {
      WorkingFolder.clear(request);
    }
  }

  private void wrote(Artifact artifact) {
    artifacts.put(artifact, request.file(artifact));
    say("wrote " + request.file(artifact));
  }

  public List<Finding> findings() {
    return Collections.unmodifiableList(findings);
  }

  /** Files written, in order. */
  public SequencedMap<Artifact, Path> artifacts() {
    return Collections.unmodifiableSequencedMap(artifacts);
  }

  /** Wall time of each stage. */
  public SequencedMap<Stage, Double> seconds() {
    return Collections.unmodifiableSequencedMap(seconds);
  }

  /** Writes the log of a compilation that came to its end. */
  public void succeed(Compilation compilation) {
    CompilationReport report = new CompilationReport(compilation);
    report.facts().forEach(log::section);
    log.section(report.nodes());
    log.section(report.outputs());
    SearchReport.of(compilation).ifPresent(search -> log.section(search.table()));
    if (!compilation.unmet().isEmpty()) {
      log.section(UnmetRequest.table(compilation.unmet()));
    }
    compilation
        .noise()
        .ifPresent(
            noise -> {
              log.section(noise.totals());
              log.section(noise.worst());
            });
    log.findings(compilation.findings());
    log.write(request.folder(), request.prefix());
  }

  /** Writes the log of a compilation that was asked to end early. */
  public StoppedCompilation stop(LastStage last) {
    log.findings(findings);
    log.line("stopped after stage " + last.label());
    log.write(request.folder(), request.prefix());
    return new StoppedCompilation(request, last, artifacts, findings, seconds);
  }

  /** Writes the log of a compilation that failed, and tells the findings that nobody else holds. */
  public void fail(PlumblineException error) {
    progress.findings(List.copyOf(findings));
    log.findings(findings);
    log.error(error);
    try {
      log.write(request.folder(), request.prefix());
    } catch (EnvironmentException e) {
      error.addSuppressed(e);
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    lock.close();
  }
}
