package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.cause.Diagnosis;
import io.plumbline.pipeline.debug.cause.DiagnosisReport;
import io.plumbline.pipeline.debug.cause.SuspectSearch;
import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Section;
import io.plumbline.verify.compare.Measure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is known of a quantized model, one after the other: the sensitivity of weights
 * and of activations, or of nodes; distributions and channels of the most sensitive; accumulated
 * errors; how many nodes in high precision are needed; errors on the same input with their causes.
 *
 * @param sensitivities that were measured
 * @param analysis of the nodes to leave
 * @param diagnosis what costs most, and why
 * @param files that were written
 */
public record RunAll(
    List<Sensitivity> sensitivities,
    SensitivityAnalysis analysis,
    Diagnosis diagnosis,
    List<Path> files) {
  private static final int TOP = 5;

  public RunAll {
    sensitivities = List.copyOf(sensitivities);
    files = List.copyOf(files);
  }

  /**
   * What is asked.
   *
   * @param folder that all goes to
   * @param type empty for weights and activations
   * @param sensitivity measures, output, nodes and threads of sensitivity
   * @param distributions names; empty for the most sensitive
   * @param channels names; empty for the most sensitive
   * @param axis of channels
   * @param quantized sets of nodes that round for accumulated errors
   * @param left sets of nodes that are left in float for accumulated errors
   * @param nested whether sets were written as such
   * @param measure of accumulated errors
   * @param average whether their curves are running means
   * @param threshold of the sensitivity below which a node is left in float, and the target
   * @param sensitive nodes to leave; empty for those below the threshold
   */
  public record Request(
      Path folder,
      Optional<NodeType> type,
      SensitivityRequest sensitivity,
      List<String> distributions,
      List<String> channels,
      Optional<Integer> axis,
      List<List<String>> quantized,
      List<List<String>> left,
      boolean nested,
      Measure measure,
      boolean average,
      double threshold,
      List<String> sensitive) {
    public Request {
      distributions = List.copyOf(distributions);
      channels = List.copyOf(channels);
      quantized = quantized.stream().map(List::copyOf).toList();
      left = left.stream().map(List::copyOf).toList();
      sensitive = List.copyOf(sensitive);
    }
  }

  /** Does all of it, writing as it goes. */
  public static RunAll of(
      DebugModel model, DebugSamples samples, Request request, Progress progress) {
    List<Path> files = new ArrayList<>();
    Path kept = request.folder().resolve("node_sensitivity");
    List<Sensitivity> measured = new ArrayList<>();
    List<NodeType> types =
        request.type().map(List::of).orElse(List.of(NodeType.WEIGHT, NodeType.ACTIVATION));
    for (NodeType type : types) {
      Sensitivity sensitivity =
          SensitivityMeasurement.of(
              model, samples, request.sensitivity().of(type).keptIn(kept), progress);
      files.addAll(new SensitivityReport(sensitivity).write(kept));
      measured.add(sensitivity);
    }
    List<String> top = measured.stream().flatMap(each -> names(each).stream().limit(TOP)).toList();
    progress.stage("distributions");
    Distributions distributions = new Distributions(model, samples);
    files.addAll(
        SpreadReport.write(
            distributions.spreads(
                request.distributions().isEmpty() ? top : request.distributions()),
            request.folder().resolve("data_distribution")));
    files.addAll(
        SpreadReport.writeBoxes(
            distributions.boxes(
                request.channels().isEmpty() ? top : request.channels(), request.axis()),
            request.folder().resolve("channelwise_distribution")));
    files.addAll(curves(model, samples, request, progress));
    SensitivityAnalysis analysis = analysis(model, samples, request, progress);
    files.addAll(
        new AnalysisReport(analysis).write(request.folder().resolve("sensitivity_analysis")));
    Diagnosis diagnosis =
        SuspectSearch.of(model, samples, request.sensitivity().threads(), progress);
    files.addAll(new DiagnosisReport(diagnosis).write(request.folder().resolve("op_error")));
    return new RunAll(measured, analysis, diagnosis, files);
  }

  private static List<String> names(Sensitivity sensitivity) {
    return sensitivity.entries().stream().map(Sensitivity.Entry::name).toList();
  }

  private static List<Path> curves(
      DebugModel model, DebugSamples samples, Request request, Progress progress) {
    Path folder = request.folder().resolve("accumulate_error");
    List<Path> files = new ArrayList<>();
    List<List<String>> quantized =
        request.quantized().isEmpty() && request.left().isEmpty()
            ? List.of(List.of("weight"), List.of("activation"))
            : request.quantized();
    for (boolean left : List.of(false, true)) {
      List<List<String>> sets = left ? request.left() : quantized;
      if (!sets.isEmpty()) {
        AccumulatedError error =
            AccumulatedError.of(
                model,
                samples,
                AccumulatedError.partial(model, sets, request.nested(), left),
                request.measure(),
                request.average(),
                progress);
        files.addAll(
            new CurveReport(error).write(folder, left ? "non_quantize_node" : "quantize_node"));
      }
    }
    return files;
  }

  private static SensitivityAnalysis analysis(
      DebugModel model, DebugSamples samples, Request request, Progress progress) {
    List<String> nodes = request.sensitive();
    SensitivityRequest sensitivity = request.sensitivity().of(NodeType.NODE);
    if (nodes.isEmpty()) {
      nodes =
          SensitivityAnalysis.sensitive(
              SensitivityMeasurement.of(
                  model,
                  samples,
                  sensitivity.keptIn(request.folder().resolve("node_sensitivity")),
                  progress),
              request.threshold());
    }
    return SensitivityAnalysis.of(
        model,
        samples,
        nodes,
        sensitivity.measures().getFirst(),
        request.threshold(),
        sensitivity.threads(),
        progress);
  }

  /** What a reader wants to know first. */
  public List<Section> sections() {
    DiagnosisReport report = new DiagnosisReport(diagnosis);
    return List.of(report.triage(), report.suspects(), new AnalysisReport(analysis).table());
  }

  /** Everything in full precision. */
  public Map<String, Object> record() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(
        "sensitivity",
        sensitivities.stream().map(each -> new SensitivityReport(each).record()).toList());
    record.put("analysis", new AnalysisReport(analysis).record());
    record.put("diagnosis", new DiagnosisReport(diagnosis).record());
    record.put("files", files.stream().map(Path::toString).toList());
    return record;
  }
}
