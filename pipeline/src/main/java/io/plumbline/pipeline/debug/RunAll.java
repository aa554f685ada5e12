package io.plumbline.pipeline.debug;

import io.plumbline.pipeline.debug.trial.DebugModel;
import io.plumbline.pipeline.debug.trial.DebugSamples;
import io.plumbline.pipeline.debug.trial.NodeType;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.quantize.load.CalibrationNode;
import io.plumbline.report.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is known of a quantized model, one after the other: the sensitivity of weights
 * and of activations, or of nodes; distributions and channels of the most sensitive; accumulated
 * errors; how many nodes in high precision are needed; errors on the same input with their causes.
 */
public final class RunAll {
  private static final int TOP = 5;

  private final DebugModel model;
  private final DebugSamples samples;
  private final Request request;
  private final Progress progress;
  private final List<Path> files = new ArrayList<>();

  private RunAll(DebugModel model, DebugSamples samples, Request request, Progress progress) {
    this.model = model;
    this.samples = samples;
    this.request = request;
    this.progress = progress;
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
   * @param curves of accumulated errors; of weights and of activations where none are asked for
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
      AccumulationRequest curves,
      double threshold,
      List<String> sensitive) {
    public Request {
      distributions = List.copyOf(distributions);
      channels = List.copyOf(channels);
      sensitive = List.copyOf(sensitive);
    }
  }

  /** Does all of it, writing as it goes. What people read first is the outcome. */
  public static DebugReport.Outcome of(
      DebugModel model, DebugSamples samples, Request request, Progress progress) {
    return new RunAll(model, samples, request, progress).run();
  }

  private DebugReport.Outcome run() {
    List<Sensitivity> measured = new ArrayList<>();
    for (NodeType type :
        request.type().map(List::of).orElse(List.of(NodeType.WEIGHT, NodeType.ACTIVATION))) {
      measured.add(write(new SensitivityReport(sensitivity(type))).sensitivity());
    }
    List<String> places = measured.stream().flatMap(RunAll::places).distinct().toList();
    List<String> nodes =
        Stream.concat(measured.stream().flatMap(this::names), places.stream()).distinct().toList();
    progress.stage("distributions");
    Distributions distributions = new Distributions(model, samples);
    write(
        new DistributionReport(
            distributions.spreads(
                request.distributions().isEmpty() ? nodes : request.distributions())));
    write(
        new ChannelReport(
            distributions.boxes(
                request.channels().isEmpty() ? places : request.channels(), request.axis())));
    write(
        new CurveReport(
            AccumulatedError.of(model, samples, request.curves().orBothKinds(), progress)));
    AnalysisReport analysis = write(new AnalysisReport(analysis()));
    CauseReport causes =
        write(CauseReport.of(model, samples, request.sensitivity().threads(), progress));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(
        "sensitivity",
        measured.stream().map(each -> new SensitivityReport(each).record()).toList());
    record.put("analysis", analysis.record());
    record.put("diagnosis", causes.record());
    List<Section> sections = new ArrayList<>(analysis.sections());
    sections.addAll(List.of(causes.triage(), causes.shortSuspects()));
    List<String> sentences = new ArrayList<>(analysis.sentences());
    sentences.addAll(causes.sentences());
    return new DebugReport.Outcome(sections, sentences, record, files);
  }

  private <T extends DebugReport> T write(T report) {
    files.addAll(report.written(Optional.of(request.folder())).files());
    return report;
  }

  private Sensitivity sensitivity(NodeType type) {
    Path kept = request.folder().resolve(SensitivityReport.FOLDER);
    return SensitivityMeasurement.of(
        model, samples, request.sensitivity().of(type).keptIn(kept), progress);
  }

  /** The most harmful entries, where each is one thing. */
  private Stream<String> names(Sensitivity sensitivity) {
    return request.sensitivity().interested().isEmpty()
        ? top(sensitivity).map(Sensitivity.Entry::name)
        : Stream.empty();
  }

  /** The values and weights that they round. */
  private static Stream<String> places(Sensitivity sensitivity) {
    return top(sensitivity)
        .flatMap(entry -> entry.rounding().stream())
        .map(CalibrationNode::tensor);
  }

  private static Stream<Sensitivity.Entry> top(Sensitivity sensitivity) {
    return sensitivity.entries().stream().limit(TOP);
  }

  private SensitivityAnalysis analysis() {
    List<String> nodes =
        request.sensitive().isEmpty()
            ? SensitivityAnalysis.sensitive(sensitivity(NodeType.NODE), request.threshold())
            : request.sensitive();
    return SensitivityAnalysis.of(
        model,
        samples,
        nodes,
        request.sensitivity().measures().getFirst(),
        request.threshold(),
        request.sensitivity().threads(),
        progress);
  }
}
