package io.plumbline.pipeline;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.data.sample.LabelledSet;
import io.plumbline.data.sample.Sample;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.score.ModelScore;
import io.plumbline.verify.score.Scoreboard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Classifiers scored on the same labelled samples.
 *
 * @param samples how many were used
 * @param scores in the order of the models
 */
public record Evaluation(int samples, List<ModelScore> scores, List<Finding> findings) {
  public Evaluation {
    scores = List.copyOf(scores);
    findings = List.copyOf(findings);
  }

  /**
   * What to score.
   *
   * @param models artefacts; the first is the reference
   * @param data folder that the label file's paths are relative to
   * @param limit how many samples to use at the most
   * @param threads how many samples are worked on at a time
   */
  public record Request(
      List<Path> models,
      Path data,
      Path labels,
      Optional<Preprocess> preprocess,
      int limit,
      int threads) {
    public Request {
      models = List.copyOf(models);
    }
  }

  /** Runs every model on every sample; each sample is read once. */
  public static Evaluation of(Request request, Progress progress) {
    List<Engine> engines = new ArrayList<>();
    try {
      request.models().forEach(model -> engines.add(Plumbline.load(model)));
      return run(request, engines, progress);
    } finally {
      engines.forEach(Engine::close);
    }
  }

  private static Evaluation run(Request request, List<Engine> engines, Progress progress) {
    Port port = commonInput(request, engines);
    LabelledSet set = LabelledSet.open(request.data(), request.labels()).limit(request.limit());
    FileFormat format =
        new FolderData(List.of(), request.preprocess(), DType.FLOAT32).format(folder(set), port);
    InputSpec spec = new InputSpec(port.name(), port.dtype(), port.dims());
    Scoreboard board =
        new Scoreboard(
            request.models().stream().map(model -> String.valueOf(model.getFileName())).toList());
    List<Finding> findings = new ArrayList<>();
    progress.stage("eval");
    AtomicInteger done = new AtomicInteger();
    Workers.run(
        request.threads(),
        set.entries().size(),
        index -> {
          score(set, index, spec, format, engines, board, findings);
          progress.update(done.incrementAndGet(), set.entries().size());
        });
    if (board.samples() == 0) {
      throw new BadDataException(
          "data.no-samples",
          request.labels().toString(),
          "none of the %d samples could be used".formatted(set.entries().size()),
          "see the warnings above");
    }
    findings.sort(Comparator.comparing(Finding::where));
    return new Evaluation(board.samples(), board.scores(), findings);
  }

  private static void score(
      LabelledSet set,
      int index,
      InputSpec spec,
      FileFormat format,
      List<Engine> engines,
      Scoreboard board,
      List<Finding> findings) {
    LabelledSet.Labelled sample;
    try {
      sample = set.load(index, spec, format);
    } catch (BadDataException e) {
      synchronized (findings) {
        findings.add(Finding.warning(e.code(), e.where(), "not used: " + e.getMessage()));
      }
      return;
    }
    List<float[]> outputs =
        engines.stream()
            .map(engine -> output(engine, sample.sample()))
            .map(Tensor::toFloats)
            .toList();
    board.add(index, sample.sample().name(), sample.label(), outputs);
  }

  /** The first output; the input's name is the engine's own. */
  private static Tensor output(Engine engine, Sample sample) {
    Tensor input = sample.inputs().firstEntry().getValue();
    return engine.run(Map.of(engine.inputs().getFirst().name(), input)).firstEntry().getValue();
  }

  private static Path folder(LabelledSet set) {
    Path parent = set.entries().getFirst().file().getParent();
    return parent == null ? Path.of(".") : parent;
  }

  /** The reference's only input, which all models take; they may name it differently. */
  private static Port commonInput(Request request, List<Engine> engines) {
    Port common = onlyInput(request.models().getFirst(), engines.getFirst());
    for (int i = 1; i < engines.size(); i++) {
      Port own = onlyInput(request.models().get(i), engines.get(i));
      if (own.dtype() != common.dtype() || !own.dims().equals(common.dims())) {
        throw new BadConfigurationException(
            "eval.inputs",
            request.models().get(i).toString(),
            "input %s differs from %s of %s".formatted(own, common, request.models().getFirst()),
            "score models that take the same input");
      }
    }
    return common;
  }

  private static Port onlyInput(Path model, Engine engine) {
    if (engine.inputs().size() != 1) {
      throw new BadConfigurationException(
          "eval.inputs",
          model.toString(),
          "the model has %d inputs; one is needed".formatted(engine.inputs().size()),
          "score models with a single input");
    }
    return engine.inputs().getFirst();
  }

  /** Side by side; shares in percent. */
  public Section.Table table() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ModelScore score : scores) {
      rows.add(
          List.of(
              Cell.of(score.model()),
              Cell.real(100 * score.top1(), 2),
              Cell.real(100 * score.top5(), 2),
              Cell.real(100 * score.agreement(), 2),
              Cell.real(score.cosine(), 6),
              Cell.real(100 * score.drop(), 2),
              Cell.real(100 * score.dropInterval(), 2)));
    }
    return new Section.Table(
        "Scores on %d samples, in percent".formatted(samples),
        List.of("Model", "Top-1", "Top-5", "Agreement", "Cosine", "Drop", "± (95 %)"),
        rows);
  }

  /** For machines; shares from 0 to 1. */
  public Map<String, Object> record() {
    List<Map<String, Object>> models = new ArrayList<>();
    for (ModelScore score : scores) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("model", score.model());
      map.put("top1", score.top1());
      map.put("top5", score.top5());
      map.put("agreement", score.agreement());
      map.put("cosine", score.cosine());
      map.put("drop", score.drop());
      map.put("drop_ci95", score.dropInterval());
      models.add(map);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("samples", samples);
    root.put("models", models);
    root.put("findings", FindingRecords.of(findings));
    return root;
  }
}
