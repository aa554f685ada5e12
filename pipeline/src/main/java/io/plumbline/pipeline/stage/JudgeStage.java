package io.plumbline.pipeline.stage;

import io.plumbline.data.dataset.ClassifiedExamples;
import io.plumbline.data.dataset.DatasetKind;
import io.plumbline.data.dataset.Example;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.DataArchive;
import io.plumbline.engine.ort.OrtForeignOps;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.record.Judged;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Gates.LabelledPictures;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.PictureSamples;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.executor.ExecutorOptions;
import io.plumbline.runtime.executor.Executors;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import io.plumbline.verify.score.Scoreboard;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts how often a program answers as the float network does, and how often rightly. An answer is
 * the place of the highest of the scores of the first output.
 *
 * @param samples what is counted on
 * @param labels the class of each; empty where none is known
 */
public record JudgeStage(SampleSource samples, Optional<List<Integer>> labels) {
  private static final String DATA = "--data (evaluation_data)";

  public JudgeStage {
    labels = labels.map(List::copyOf);
  }

  /**
   * Opens what a request is judged on, before any long work.
   *
   * @param engine of the float network
   * @param calibration what to fall back on
   * @return empty where no answers are to be counted
   * @throws BadConfigurationException when the first output is no vector of scores, or nothing says
   *     how pictures become the input
   */
  public static Optional<JudgeStage> open(
      CompileRequest request, Graph optimised, Engine engine, SampleSource calibration) {
    if (!request.gates().countsAnswers()) {
      return Optional.empty();
    }
    requireScores(optimised);
    return Optional.of(
        request
            .gates()
            .labelled()
            .map(labelled -> labelled(labelled, request, engine))
            .orElseGet(() -> new JudgeStage(calibration, Optional.empty())));
  }

  private static JudgeStage labelled(
      LabelledPictures labelled, CompileRequest request, Engine engine) {
    Path data = DataArchive.folder(labelled.data());
    List<Example<Integer>> examples =
        ClassifiedExamples.read(
            DatasetKind.infer(data, labelled.labels()), data, labelled.labels());
    return new JudgeStage(
        new PictureSamples(
            engine, preprocess(request), examples.stream().map(Example::origin).toList()),
        Optional.of(examples.stream().map(Example::truth).toList()));
  }

  private static Preprocess preprocess(CompileRequest request) {
    return Optional.of(request.calibration())
        .filter(FolderData.class::isInstance)
        .map(FolderData.class::cast)
        .flatMap(FolderData::preprocess)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "data.no-preprocess",
                    DATA,
                    "these are pictures, and nothing says how they become the input",
                    "give --preprocess, or calibration_parameters: preprocess, beside calibration"
                        + " samples"));
  }

  private static void requireScores(Graph optimised) {
    String output = optimised.outputs().getFirst();
    boolean scores =
        optimised
            .tensorType(output)
            .filter(type -> type.isStatic() && type.dtype().isFloat())
            .filter(type -> isVector(type.shape()))
            .isPresent();
    if (!scores) {
      throw new BadConfigurationException(
          "config.no-scores",
          "--min-agreement (min_agreement), --max-drop (max_drop)",
          "an answer is the highest score, and the first output, '%s', is no vector of scores"
              .formatted(output),
          "use --min-cosine (min_cosine), and 'plumb eval' for the metric of the task");
    }
  }

  private static boolean isVector(Shape shape) {
    return shape.elements() > 1
        && Arrays.stream(shape.toArray()).anyMatch(dim -> dim == shape.elements());
  }

  /**
   * Runs both on every sample; those that cannot be used are left out.
   *
   * @param program of the batch and the outputs of the float network
   * @throws BadDataException when none can be used, or a label is no class of the network
   */
  public Judged judge(Engine real, Program program, int threads, Progress progress) {
    String output = real.outputs().getFirst().name();
    Scoreboard board = new Scoreboard(List.of("float", "program"));
    AtomicInteger done = new AtomicInteger();
    try (Engine integer =
        Executors.open(program, new OrtForeignOps(), ExecutorOptions.fastest(1))) {
      Threads.each(
          threads,
          "plumbline-judge",
          samples.size(),
          (index, _) -> {
            samples
                .load(index)
                .ifPresent(
                    inputs ->
                        board.add(
                            index,
                            samples.name(index),
                            labels.map(all -> all.get(index)).orElse(0),
                            List.of(
                                scores(real, inputs, output), scores(integer, inputs, output))));
            progress.update(done.incrementAndGet(), samples.size());
          });
    }
    if (board.samples() == 0) {
      throw new BadDataException(
          "data.no-samples",
          samples.size() == 0 ? DATA : samples.name(0),
          "none of the %s to judge by can be used".formatted(Count.of(samples.size(), "sample")),
          "look at the pictures, and at how they are prepared");
    }
    return new Judged(board.samples(), labels.isPresent(), board.scores().getLast());
  }

  private static float[] scores(Engine engine, Map<String, Tensor> inputs, String output) {
    return Objects.requireNonNull(engine.run(inputs).get(output), output).toFloats();
  }
}
