package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.UnlabelledFiles;
import io.plumbline.pipeline.ClassCount;
import io.plumbline.pipeline.record.FindingRecords;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.score.Likeness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Models held to the first one on samples of which nobody says what is true: how often the answer
 * is the same, how near the outputs are, and on which samples they are farthest.
 *
 * @param samples how many were used
 * @param outputs of every model but the first, in the order of models and outputs
 */
public record AgreementEvaluation(
    int samples, List<Output> outputs, List<String> classes, List<Finding> findings)
    implements Evaluation {
  private static final int SHOWN = 5;

  /**
   * One output of one model.
   *
   * @param likenesses to the first model's, by sample, in order
   */
  public record Output(String model, String name, List<Likeness> likenesses) {
    public Output {
      likenesses = List.copyOf(likenesses);
    }
  }

  public AgreementEvaluation {
    outputs = List.copyOf(outputs);
    classes = List.copyOf(classes);
    findings = List.copyOf(findings);
  }

  /** Whether there are several models and a folder of files that nothing says the truth of. */
  public static boolean serves(EvaluationRequest request) {
    return request.models().size() > 1
        && request.dataset().isEmpty()
        && DatasetKind.isUnlabelled(request.data(), request.labels());
  }

  /**
   * Runs every model on every file; each is read once.
   *
   * @param classes names of classes by index; empty where nobody says them
   */
  public static AgreementEvaluation of(
      EvaluationRequest request, List<String> classes, Progress progress) {
    List<Example<Path>> examples = UnlabelledFiles.read(request.data());
    ClassCount count = new ClassCount(classes);
    Distances distances = new Distances(new ArrayList<>(), count);
    Bench.Tally tally = Bench.measure(request, examples, models -> distances, progress);
    List<Output> outputs = new ArrayList<>();
    List<List<Likeness>> all = distances.samples();
    for (int at = 0; at < all.getFirst().size(); at++) {
      int index = at;
      List<Likeness> likenesses = all.stream().map(sample -> sample.get(index)).toList();
      Likeness one = likenesses.getFirst();
      outputs.add(new Output(request.names().get(one.model()), one.output(), likenesses));
    }
    List<Finding> findings = new ArrayList<>(tally.findings());
    count.finding().ifPresent(findings::add);
    findings.add(
        Finding.info(
            "eval.unlabelled",
            request.data().toString(),
            "nothing says what is true of these samples; the models are held to the first one"));
    return new AgreementEvaluation(tally.samples(), outputs, classes, findings);
  }

  /** All outputs of all models but the first. */
  private record Distances(List<List<Likeness>> samples, ClassCount count)
      implements Meter<Path, List<Likeness>> {
    @Override
    public List<Likeness> observe(Example<Path> example, List<Answer> answers) {
      List<Tensor> reference = tensors(answers.getFirst());
      reference.forEach(count::see);
      List<Likeness> found = new ArrayList<>();
      for (int model = 1; model < answers.size(); model++) {
        List<Tensor> own = tensors(answers.get(model));
        requireSameOutputs(reference, own, model);
        List<String> names = List.copyOf(answers.get(model).outputs().keySet());
        for (int output = 0; output < own.size(); output++) {
          found.add(
              Likeness.of(
                  example.name(),
                  model,
                  names.get(output),
                  reference.get(output),
                  own.get(output)));
        }
      }
      return found;
    }

    private static List<Tensor> tensors(Answer answer) {
      return List.copyOf(answer.outputs().values());
    }

    private static void requireSameOutputs(List<Tensor> reference, List<Tensor> own, int model) {
      List<String> expected = reference.stream().map(each -> each.shape().toString()).toList();
      List<String> found = own.stream().map(each -> each.shape().toString()).toList();
      if (!expected.equals(found)) {
        throw new BadConfigurationException(
            "eval.outputs",
            "model " + (model + 1),
            "its outputs are %s, those of the first model %s".formatted(found, expected),
            "compare models of the same task");
      }
    }

    @Override
    public void add(int index, Example<Path> example, List<Likeness> likenesses) {
      samples.add(likenesses);
    }
  }

  @Override
  public List<Section.Table> tables() {
    return List.of(table(), worst());
  }

  @Override
  public SequencedMap<String, Section.Table> files() {
    SequencedMap<String, Section.Table> files = new LinkedHashMap<>();
    files.put("scores", table());
    files.put(
        "samples",
        samples(
            "Samples",
            outputs.stream()
                .flatMap(
                    output ->
                        output.likenesses().stream().map(each -> row(output.model(), each)))));
    return files;
  }

  /** One row for each output: shares in percent. */
  private Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Output output : outputs) {
      Likeness worst = Likeness.worst(output.likenesses());
      rows.add(
          List.of(
              Cell.of(output.model()),
              Cell.of(output.name()),
              output.likenesses().getFirst().hasAnswer()
                  ? Cell.real(100 * Likeness.agreement(output.likenesses()), 2)
                  : Cell.missing(),
              Cell.real(Likeness.meanCosine(output.likenesses()), 6),
              Cell.real(worst.cosine(), 6),
              Cell.real(Likeness.signalToNoise(output.likenesses()), 2)));
    }
    return new Section.Table(
        String.format(Locale.ROOT, "Held to the first model on %s", Count.of(samples, "sample")),
        List.of("Model", "Output", "Agreement, %", "Cosine", "Worst cosine", "SQNR, dB"),
        rows);
  }

  /** The samples on which the last model is farthest. */
  private Section.Table worst() {
    String last = outputs.getLast().model();
    return samples("Farthest samples", farthest().stream().map(each -> row(last, each)));
  }

  private static Section.Table samples(String title, Stream<List<Cell>> rows) {
    return new Section.Table(
        title,
        List.of("Sample", "Model", "Output", "Cosine", "First model", "This model"),
        rows.toList());
  }

  private List<Cell> row(String model, Likeness likeness) {
    return List.of(
        Cell.of(likeness.sample()),
        Cell.of(model),
        Cell.of(likeness.output()),
        Cell.real(likeness.cosine(), 6),
        answer(likeness, likeness.expected()),
        answer(likeness, likeness.actual()));
  }

  private List<Likeness> farthest() {
    String last = outputs.getLast().model();
    return outputs.stream()
        .filter(output -> output.model().equals(last))
        .flatMap(output -> output.likenesses().stream())
        .sorted(Comparator.comparingDouble(Likeness::cosine))
        .limit(SHOWN)
        .toList();
  }

  private Cell answer(Likeness likeness, int index) {
    if (!likeness.hasAnswer()) {
      return Cell.missing();
    }
    return index < classes.size() ? Cell.of(classes.get(index)) : Cell.of(index);
  }

  @Override
  public Map<String, Object> record() {
    List<Map<String, Object>> records = new ArrayList<>();
    for (Output output : outputs) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", output.model());
      map.put("output", output.name());
      if (output.likenesses().getFirst().hasAnswer()) {
        map.put("agreement", Likeness.agreement(output.likenesses()));
      }
      map.put("cosine", Likeness.meanCosine(output.likenesses()));
      Likeness worst = Likeness.worst(output.likenesses());
      map.put("worst_cosine", worst.cosine());
      map.put("worst_sample", worst.sample());
      map.put("sqnr_db", Likeness.signalToNoise(output.likenesses()));
      records.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("outputs", records);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
