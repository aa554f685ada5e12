package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.CompilationReport;
import io.plumbline.pipeline.record.Conclusion;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.record.MissedGate;
import io.plumbline.pipeline.record.PrecisionReport;
import io.plumbline.pipeline.record.SearchReport;
import io.plumbline.pipeline.record.StoppedCompilation;
import io.plumbline.pipeline.record.UnmetRequest;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.Stage;
import io.plumbline.pipeline.verification.MeasuredErrors;
import io.plumbline.report.CsvRenderer;
import io.plumbline.report.Section;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a compilation: tables for people, one object for machines. */
final class CompilationView {
  private final Console console;

  CompilationView(Console console) {
    this.console = console;
  }

  /**
   * Shows all of it.
   *
   * @param measured on samples that the configuration names for it
   * @param notes findings from before the compilation, which are printed already
   * @return the same for machines
   */
  Map<String, Object> show(
      Compilation compilation, Optional<MeasuredErrors> measured, List<Finding> notes) {
    showTables(compilation);
    measured.ifPresent(errors -> show(compilation, errors));
    compilation.artifacts().values().forEach(path -> console.say("wrote " + path));
    console.say("wrote " + compilation.log());
    Conclusion conclusion = Conclusion.of(compilation);
    console.say("");
    List<String> lines = conclusion.lines();
    console.verdict(conclusion.verdict().level(), lines.getFirst());
    lines.stream().skip(1).forEach(console::say);
    Map<String, Object> record = record(compilation);
    record.put("verdict", conclusion.record());
    measured.ifPresent(errors -> record.put("layer_errors", errors.record()));
    List<Finding> findings = new ArrayList<>(notes);
    findings.addAll(compilation.findings());
    record.put("findings", FindingRecords.of(findings));
    return record;
  }

  private void show(Compilation compilation, MeasuredErrors errors) {
    Path file =
        compilation
            .request()
            .folder()
            .resolve(MeasuredErrors.fileName(compilation.request().prefix()));
    AtomicFile.write(file, CsvRenderer.render(errors.table()));
    console.show(errors.table());
    console.say("wrote " + file);
    console.findings(errors.findings());
  }

  /**
   * Shows one that was asked to end early.
   *
   * @param notes findings from before the compilation, which are printed already
   * @return the same for machines
   */
  Map<String, Object> show(StoppedCompilation stopped, List<Finding> notes) {
    findings(stopped.findings());
    stopped.artifacts().values().forEach(path -> console.say("wrote " + path));
    console.say("wrote " + stopped.log());
    console.say("");
    console.say(
        "Stopped after stage %s. To go on: %s".formatted(stopped.last().label(), stopped.next()));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("prefix", stopped.request().prefix());
    record.put("artifacts", artifacts(stopped.artifacts()));
    record.put("seconds", seconds(stopped.seconds()));
    List<Finding> findings = new ArrayList<>(notes);
    findings.addAll(stopped.findings());
    record.put("findings", FindingRecords.of(findings));
    record.put("stopped_after", stopped.last().label());
    record.put("next", stopped.next());
    return record;
  }

  /** What was compiled, the similarity of its nodes and outputs, and its findings. */
  void showTables(Compilation compilation) {
    CompilationReport report = new CompilationReport(compilation);
    for (Section.Facts facts : report.facts()) {
      console.show(facts);
    }
    console.show(report.nodes());
    console.show(report.outputs());
    SearchReport.of(compilation).ifPresent(search -> console.show(search.table()));
    compilation
        .mixture()
        .map(mixture -> new PrecisionReport(mixture, compilation.request().goal()))
        .ifPresent(precision -> console.show(precision.curve()));
    if (!compilation.unmet().isEmpty()) {
      console.show(UnmetRequest.table(compilation.unmet()));
    }
    compilation
        .noise()
        .ifPresent(
            noise -> {
              console.show(noise.totals());
              console.show(noise.worst());
            });
    findings(compilation.findings());
  }

  private void findings(List<Finding> findings) {
    console.findings(
        findings.stream()
            .filter(each -> each.severity() != Finding.Severity.INFO || console.isVerbose())
            .toList());
  }

  private static Map<String, Object> artifacts(Map<Artifact, Path> files) {
    Map<String, Object> artifacts = new LinkedHashMap<>();
    files.forEach((artifact, path) -> artifacts.put(artifact.label(), path.toString()));
    return artifacts;
  }

  private static Map<String, Object> seconds(Map<Stage, Double> times) {
    Map<String, Object> seconds = new LinkedHashMap<>();
    times.forEach((stage, time) -> seconds.put(stage.label(), time));
    return seconds;
  }

  static Map<String, Object> record(Compilation compilation) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("prefix", compilation.request().prefix());
    root.put("artifacts", artifacts(compilation.artifacts()));
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (String name : compilation.optimised().outputs()) {
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("name", name);
      TensorSimilarity similarity = compilation.similarities().get(name);
      if (similarity != null) {
        if (!similarity.isSingle()) {
          output.put("calibrated_cosine", similarity.calibratedCosine());
          output.put("quantized_cosine", similarity.quantizedCosine());
          output.put("quantized_cosine_worst", similarity.quantized().worst());
        }
        output.put("worst_sample", similarity.quantized().worstSample());
        output.put("compared_samples", similarity.samples().size());
        output.put("sqnr_db", similarity.signalToNoise());
      }
      outputs.add(output);
    }
    root.put("outputs", outputs);
    root.put("seconds", seconds(compilation.seconds()));
    root.put("samples", compilation.samples());
    compilation.judged().ifPresent(judged -> root.put("judged", judged.record()));
    root.put("missed", MissedGate.of(compilation).stream().map(MissedGate::record).toList());
    root.put("unmet", compilation.unmet().stream().map(UnmetRequest::record).toList());
    root.put("findings", FindingRecords.of(compilation.findings()));
    return root;
  }
}
