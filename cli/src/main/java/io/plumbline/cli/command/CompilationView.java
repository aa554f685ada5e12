package io.plumbline.cli.command;

import io.plumbline.cli.console.Console;
import io.plumbline.pipeline.record.Compilation;
import io.plumbline.pipeline.record.CompilationReport;
import io.plumbline.pipeline.record.Conclusion;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.record.MissedGate;
import io.plumbline.pipeline.record.PrecisionReport;
import io.plumbline.pipeline.record.SearchReport;
import io.plumbline.pipeline.record.UnmetRequest;
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
   */
  void show(Compilation compilation, Optional<MeasuredErrors> measured, List<Finding> notes) {
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
    console.result(record);
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
    console.findings(
        compilation.findings().stream()
            .filter(each -> each.severity() != Finding.Severity.INFO || console.isVerbose())
            .toList());
  }

  static Map<String, Object> record(Compilation compilation) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("prefix", compilation.request().prefix());
    Map<String, Object> artifacts = new LinkedHashMap<>();
    compilation
        .artifacts()
        .forEach((artifact, path) -> artifacts.put(artifact.label(), path.toString()));
    root.put("artifacts", artifacts);
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
    Map<String, Object> seconds = new LinkedHashMap<>();
    compilation.seconds().forEach((stage, time) -> seconds.put(stage.label(), time));
    root.put("seconds", seconds);
    root.put("samples", compilation.samples());
    compilation.judged().ifPresent(judged -> root.put("judged", judged.record()));
    root.put("missed", MissedGate.of(compilation).stream().map(MissedGate::record).toList());
    root.put("unmet", compilation.unmet().stream().map(UnmetRequest::record).toList());
    root.put("findings", FindingRecords.of(compilation.findings()));
    return root;
  }
}
