package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Annotations;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Prepared;
import io.plumbline.data.metric.AveragePrecision;
import io.plumbline.data.metric.Detection;
import io.plumbline.data.metric.DetectionRule;
import io.plumbline.data.metric.Scene;
import io.plumbline.data.metric.TrueObject;
import io.plumbline.data.metric.decode.InputFrame;
import io.plumbline.data.metric.decode.NonMaximumSuppression;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Detectors scored on the same annotated pictures.
 *
 * @param samples how many were used
 * @param precisions in the order of the models
 * @param agreements in the same order: {@link AveragePrecision#together} with what the first model
 *     is sure of ({@link #SURE}) as the truth, 0…1; it needs no annotation
 * @param classes names by class index; empty when there are none
 */
public record DetectionEvaluation(
    int samples,
    DetectionRule rule,
    List<String> models,
    List<AveragePrecision> precisions,
    List<Double> agreements,
    List<String> classes,
    List<Finding> findings)
    implements Evaluation {
  /** The score from which on a detection of the first model counts as an object. */
  public static final double SURE = 0.3;

  public DetectionEvaluation {
    models = List.copyOf(models);
    precisions = List.copyOf(precisions);
    agreements = List.copyOf(agreements);
    classes = List.copyOf(classes);
    findings = List.copyOf(findings);
  }

  /** Runs every model on every picture of the annotations; each picture is read once. */
  public static DetectionEvaluation of(
      EvaluationRequest request, DetectionTask task, Progress progress) {
    Annotations annotations =
        Annotations.read(request.data(), request.requiredLabels(), task.classNames());
    Boxes boxes =
        new Boxes(
            task, request.models().stream().<List<Scene>>map(_ -> new ArrayList<>()).toList());
    Bench.Tally tally = Bench.measure(request, annotations.examples(), _ -> boxes, progress);
    return new DetectionEvaluation(
        tally.samples(),
        task.rule(),
        request.names(),
        boxes.scenes().stream().map(each -> AveragePrecision.of(task.rule(), each)).toList(),
        agreements(boxes.scenes()),
        annotations.classes(),
        tally.findings());
  }

  private static List<Double> agreements(List<List<Scene>> scenes) {
    List<List<TrueObject>> truth =
        scenes.getFirst().stream().map(DetectionEvaluation::sure).toList();
    return scenes.stream()
        .map(
            found ->
                AveragePrecision.together(
                    IntStream.range(0, found.size())
                        .mapToObj(i -> new Scene(truth.get(i), found.get(i).detections()))
                        .toList()))
        .toList();
  }

  private static List<TrueObject> sure(Scene scene) {
    return scene.detections().stream()
        .filter(found -> found.score() >= SURE)
        .map(found -> new TrueObject(found.category(), found.box(), false))
        .toList();
  }

  /** Scenes by model. */
  private record Boxes(DetectionTask task, List<List<Scene>> scenes)
      implements Meter<List<TrueObject>, List<List<Detection>>> {
    @Override
    public List<List<Detection>> observe(Example<List<TrueObject>> example, List<Answer> answers) {
      return answers.stream().map(this::detections).toList();
    }

    private List<Detection> detections(Answer answer) {
      InputFrame frame = answer.frame();
      Prepared prepared = answer.prepared();
      List<Detection> all =
          task.decoder().decode(answer.outputs(), frame.height(), frame.width(), task.leastScore());
      return NonMaximumSuppression.apply(all, task.overlap()).stream()
          .map(
              each ->
                  new Detection(
                      each.category(),
                      each.score(),
                      frame.toPicture(each.box()).clipped(prepared.width(), prepared.height())))
          .toList();
    }

    @Override
    public void add(
        int index, Example<List<TrueObject>> example, List<List<Detection>> detections) {
      for (int model = 0; model < scenes.size(); model++) {
        scenes.get(model).add(new Scene(example.truth(), detections.get(model)));
      }
    }
  }

  private double drop(int model) {
    return precisions.getFirst().mean() - precisions.get(model).mean();
  }

  private String ruleName() {
    return rule.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Section.Table> tables() {
    return tables(ClassTable.SHOWN);
  }

  @Override
  public SequencedMap<String, Section.Table> files() {
    return ClassTable.files(tables(Integer.MAX_VALUE));
  }

  private List<Section.Table> tables(int shownClasses) {
    List<String> header = new ArrayList<>(List.of("Model", "mAP"));
    header.addAll(precisions.getFirst().figures().keySet());
    header.addAll(List.of("Drop", "As the first"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(models.get(model))));
      row.add(Cell.real(100 * precisions.get(model).mean(), 2));
      precisions.get(model).figures().values().forEach(value -> row.add(Cell.real(100 * value, 2)));
      row.add(Cell.real(100 * drop(model), 2));
      row.add(Cell.real(100 * agreements.get(model), 2));
      rows.add(row);
    }
    Section.Table scores =
        new Section.Table(
            "Average precision by %s rules on %s, in percent"
                .formatted(ruleName(), Count.of(samples, "sample")),
            header,
            rows);
    return List.of(
        scores,
        ClassTable.of(
            "Average precision by class, in percent",
            models,
            precisions.stream().map(AveragePrecision::classes).toList(),
            classes,
            shownClasses));
  }

  @Override
  public Map<String, Object> record() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      AveragePrecision precision = precisions.get(model);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", models.get(model));
      map.put("map", precision.mean());
      map.putAll(precision.figures());
      map.put("drop", drop(model));
      map.put("agreement", agreements.get(model));
      map.put("classes", ClassTable.named(precision.classes(), classes));
      records.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("metric", ruleName());
    root.put("models", records);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
