package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.ClassFolders;
import io.plumbline.data.dataset.ClassifiedExamples;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.ClassCount;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.score.ClassScore;
import io.plumbline.verify.score.ModelScore;
import io.plumbline.verify.score.PairedInterval;
import io.plumbline.verify.score.SampleScore;
import io.plumbline.verify.score.Scoreboard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Classifiers scored on the same labelled samples.
 *
 * @param samples how many were used
 * @param scores in the order of the models
 * @param classes every class that occurs, the largest drop of any model first
 * @param answers of every sample
 * @param names of classes by index; empty or short where nobody says them
 */
public record ClassifierEvaluation(
    int samples,
    List<ModelScore> scores,
    List<ClassScore> classes,
    List<SampleScore> answers,
    List<String> names,
    List<Finding> findings)
    implements Evaluation {
  private static final int SHOWN_CLASSES = 10;
  private static final int NAMED = 5;

  public ClassifierEvaluation {
    scores = List.copyOf(scores);
    classes = List.copyOf(classes);
    answers = List.copyOf(answers);
    names = List.copyOf(names);
    findings = List.copyOf(findings);
  }

  /** Runs every model on every sample, of classes without names. */
  public static ClassifierEvaluation of(EvaluationRequest request, Progress progress) {
    return of(request, List.of(), progress);
  }

  /**
   * Runs every model on every sample; each sample is read once.
   *
   * @param names of the network's classes by index; empty where nobody says them
   */
  public static ClassifierEvaluation of(
      EvaluationRequest request, List<String> names, Progress progress) {
    DatasetKind kind =
        request.dataset().orElseGet(() -> DatasetKind.infer(request.data(), request.labels()));
    List<Example<Integer>> examples =
        ClassifiedExamples.read(kind, request.data(), request.labels(), names);
    Scoreboard board =
        new Scoreboard(
            request.models().stream().map(model -> ModelFiles.of(model).title()).toList());
    ClassCount count = new ClassCount(names);
    Bench.Tally tally =
        Bench.measure(request, examples, models -> new Ranks(board, count), progress);
    boolean folders = kind == DatasetKind.CLASS_FOLDERS;
    List<Finding> findings = new ArrayList<>(tally.findings());
    count.finding().ifPresent(findings::add);
    if (folders) {
      findings.add(folders(request.data(), names));
    }
    return new ClassifierEvaluation(
        tally.samples(),
        board.scores(),
        board.classes(),
        board.answers(),
        names.isEmpty() && folders ? ClassFolders.names(request.data()) : names,
        findings);
  }

  private static Finding folders(Path data, List<String> names) {
    List<String> found = ClassFolders.names(data);
    return Finding.info(
        "data.class-folders",
        data.toString(),
        String.format(
            Locale.ROOT,
            "each of its %s is a class, numbered %s: %s%s",
            Count.of(found.size(), "folder"),
            names.isEmpty() ? "in the order of their names" : "as the class names say",
            String.join(", ", found.subList(0, Math.min(NAMED, found.size()))),
            found.size() > NAMED ? ", …" : ""));
  }

  /** The first output of each model. */
  private record Ranks(Scoreboard board, ClassCount count)
      implements Meter<Integer, List<float[]>> {
    @Override
    public List<float[]> observe(Example<Integer> example, List<Answer> answers) {
      count.see(answers.getFirst().outputs().firstEntry().getValue());
      return answers.stream()
          .map(each -> each.outputs().firstEntry().getValue().toFloats())
          .toList();
    }

    @Override
    public void add(int index, Example<Integer> example, List<float[]> outputs) {
      board.add(index, example.name(), example.truth(), outputs);
    }
  }

  @Override
  public List<Section.Table> tables() {
    return scores.size() > 1 ? List.of(table(), classTable(SHOWN_CLASSES)) : List.of(table());
  }

  @Override
  public SequencedMap<String, Section.Table> files() {
    SequencedMap<String, Section.Table> files = new LinkedHashMap<>();
    files.put("scores", table());
    files.put("classes", classTable(classes.size()));
    files.put("samples", sampleTable());
    return files;
  }

  /** With the loss by class drawn, where any class loses. */
  @Override
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>(Evaluation.super.sections());
    if (classes.stream().anyMatch(each -> each.largestDrop() > 0)) {
      Section.Table drops = classTable(classes.size()).titled("Largest drop by class, in points");
      sections.add(
          1, new Section.Chart(drops, Section.Chart.Shape.BARS, "Class", List.of("Largest drop")));
    }
    return sections;
  }

  /** The true class and every model's answer of each sample, by index and name. */
  private Section.Table sampleTable() {
    List<String> header = new ArrayList<>(List.of("Sample", "Class", "Name"));
    scores.forEach(score -> header.addAll(List.of(score.model(), "Name", "Cosine")));
    List<List<Cell>> rows = new ArrayList<>();
    for (SampleScore each : answers) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(each.sample()), Cell.of(each.label())));
      row.add(Cell.of(name(each.label())));
      for (int model = 0; model < scores.size(); model++) {
        row.add(Cell.of(each.answers().get(model)));
        row.add(Cell.of(name(each.answers().get(model))));
        row.add(Cell.real(each.cosines().get(model), 6));
      }
      rows.add(row);
    }
    return new Section.Table("Answers", header, rows);
  }

  /** Top-1 by class in percent; the classes that lose most first. */
  private Section.Table classTable(int most) {
    List<String> header = new ArrayList<>(List.of("Class", "Samples"));
    scores.forEach(score -> header.add(score.model()));
    header.add("Largest drop");
    List<List<Cell>> rows = new ArrayList<>();
    for (ClassScore each : classes.subList(0, Math.min(most, classes.size()))) {
      List<Cell> row =
          new ArrayList<>(List.of(Cell.of(name(each.label())), Cell.of(each.samples())));
      each.top1().forEach(top1 -> row.add(Cell.real(100 * top1, 2)));
      row.add(Cell.real(100 * each.largestDrop(), 2));
      rows.add(row);
    }
    return new Section.Table(
        String.format(
            Locale.ROOT,
            "Top-1 by class, in percent (%d of %s)",
            rows.size(),
            Count.of(classes.size(), "class")),
        header,
        rows);
  }

  /**
   * Side by side; shares in percent. The drop of the reference, the first model, is 0 and needs no
   * interval.
   */
  public Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < scores.size(); model++) {
      ModelScore score = scores.get(model);
      PairedInterval interval = score.dropInterval();
      rows.add(
          List.of(
              Cell.of(score.model()),
              Cell.real(100 * score.top1(), 2),
              Cell.real(100 * score.top5(), 2),
              Cell.real(100 * score.agreement(), 2),
              Cell.real(score.cosine(), 6),
              model == 0 ? Cell.missing() : Cell.real(score.signalToNoise(), 2),
              Cell.real(100 * score.drop(), 2),
              model == 0 ? Cell.missing() : Cell.real(100 * interval.low(), 2),
              model == 0 ? Cell.missing() : Cell.real(100 * interval.high(), 2)));
    }
    return new Section.Table(
        String.format(Locale.ROOT, "Scores on %s, in percent", Count.of(samples, "sample")),
        List.of(
            "Model",
            "Top-1",
            "Top-5",
            "Agreement",
            "Cosine",
            "SQNR, dB",
            "Drop",
            "Low (95 %)",
            "High (95 %)"),
        rows);
  }

  @Override
  public Map<String, Object> record() {
    List<Map<String, Object>> models = new ArrayList<>();
    for (int model = 0; model < scores.size(); model++) {
      ModelScore score = scores.get(model);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", score.model());
      map.put("top1", score.top1());
      map.put("top5", score.top5());
      map.put("agreement", score.agreement());
      map.put("cosine", score.cosine());
      map.put("sqnr_db", score.signalToNoise());
      map.put("drop", score.drop());
      if (model > 0) {
        map.put("drop_ci95", List.of(score.dropInterval().low(), score.dropInterval().high()));
      }
      models.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("models", models);
    root.put("classes", classes.stream().map(this::record).toList());
    root.put("findings", FindingRecords.of(findings));
    return root;
  }

  private String name(int label) {
    return label < names.size() ? names.get(label) : String.valueOf(label);
  }

  private Map<String, Object> record(ClassScore score) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("class", score.label());
    if (score.label() < names.size()) {
      map.put("name", names.get(score.label()));
    }
    map.put("samples", score.samples());
    map.put("top1", score.top1());
    map.put("drop", score.largestDrop());
    return map;
  }
}
