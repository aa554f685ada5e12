package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.ClassifiedExamples;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.LabelLines;
import io.plumbline.data.metric.UserMetric;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.Overwriting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Models measured by a user's own metric.
 *
 * @param samples how many were used
 * @param metric its name
 * @param figures by name, in the order of the models
 */
public record CustomEvaluation(
    int samples,
    String metric,
    List<String> models,
    List<SequencedMap<String, Double>> figures,
    List<Finding> findings)
    implements Evaluation {
  public CustomEvaluation {
    models = List.copyOf(models);
    figures = List.copyOf(figures);
    findings = List.copyOf(findings);
  }

  /** Measures by a Java metric. */
  public static CustomEvaluation of(
      EvaluationRequest request, UserMetric metric, Progress progress) {
    List<UserMetric.Session> sessions = request.models().stream().map(_ -> metric.start()).toList();
    Bench.Tally tally =
        Bench.measure(request, examples(request), _ -> new Sessions(sessions), progress);
    return new CustomEvaluation(
        tally.samples(),
        metric.name(),
        request.names(),
        sessions.stream().map(UserMetric.Session::result).toList(),
        tally.findings());
  }

  /**
   * Measures by an external program over {@code .npy} files of the outputs.
   *
   * @param folder where they go and stay; a temporary one that is deleted in any case if empty
   * @throws io.plumbline.tensor.EnvironmentException when the program cannot be started, fails or
   *     prints no figures
   */
  public static CustomEvaluation of(
      EvaluationRequest request, MetricCommand command, Optional<Path> folder, Progress progress) {
    if (folder.isPresent()) {
      return dumped(request, command, folder.get(), progress);
    }
    try (OutputFolder scratch = OutputFolder.create()) {
      progress.message("outputs go to %s, which is deleted afterwards".formatted(scratch.path()));
      return dumped(request, command, scratch.path(), progress);
    }
  }

  private static CustomEvaluation dumped(
      EvaluationRequest request, MetricCommand command, Path folder, Progress progress) {
    Path labels = folder.resolve("labels.txt");
    Overwriting.refuse(request.files(), List.of(labels));
    List<Path> folders = OutputDump.folders(folder, request.names());
    OutputDump dump = new OutputDump(folders);
    Bench.Tally tally = Bench.measure(request, examples(request), _ -> dump, progress);
    dump.writeLabels(labels);
    List<SequencedMap<String, Double>> figures = new ArrayList<>();
    for (Path each : folders) {
      progress.message("measuring " + each.getFileName());
      figures.add(command.run(each, labels));
    }
    return new CustomEvaluation(
        tally.samples(), command.name(), request.names(), figures, tally.findings());
  }

  private static List<Example<String>> examples(EvaluationRequest request) {
    DatasetKind kind =
        request.dataset().orElseGet(() -> DatasetKind.infer(request.data(), request.labels()));
    if (kind == DatasetKind.FOLDER) {
      return LabelLines.read(request.data(), request.requiredLabels());
    }
    return ClassifiedExamples.read(kind, request.data(), request.labels()).stream()
        .map(each -> new Example<>(each.name(), each.origin(), String.valueOf(each.truth())))
        .toList();
  }

  private record Sessions(List<UserMetric.Session> sessions)
      implements Meter<String, List<SequencedMap<String, Tensor>>> {
    @Override
    public List<SequencedMap<String, Tensor>> observe(
        Example<String> example, List<Answer> answers) {
      return answers.stream().map(Answer::outputs).toList();
    }

    @Override
    public void add(
        int index, Example<String> example, List<SequencedMap<String, Tensor>> outputs) {
      for (int model = 0; model < sessions.size(); model++) {
        sessions.get(model).add(example.name(), example.truth(), outputs.get(model));
      }
    }
  }

  /** The first figure of the reference minus this model's. */
  private double drop(int model) {
    return figures.getFirst().firstEntry().getValue() - figures.get(model).firstEntry().getValue();
  }

  @Override
  public SequencedMap<String, Section.Table> files() {
    SequencedMap<String, Section.Table> files = new LinkedHashMap<>();
    files.put("scores", tables().getFirst());
    return files;
  }

  @Override
  public List<Section.Table> tables() {
    List<String> header = new ArrayList<>(List.of("Model"));
    header.addAll(figures.getFirst().keySet());
    header.add("Drop");
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(models.get(model))));
      for (String name : figures.getFirst().keySet()) {
        Double value = figures.get(model).get(name);
        row.add(value == null ? Cell.missing() : Cell.real(value, 6));
      }
      row.add(Cell.real(drop(model), 6));
      rows.add(row);
    }
    return List.of(
        new Section.Table("%s on %s".formatted(metric, Count.of(samples, "sample")), header, rows));
  }

  @Override
  public Map<String, Object> record() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", models.get(model));
      map.put("figures", figures.get(model));
      map.put("drop", drop(model));
      records.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("metric", metric);
    root.put("models", records);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
