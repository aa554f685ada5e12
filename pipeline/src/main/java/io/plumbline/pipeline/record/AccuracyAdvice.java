package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.report.run.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What to do about accuracy, in the order of {@code docs/accuracy-dropped.md}: is the float model
 * right, does calibration see what the device sees, which stage loses it, which nodes, what
 * settings win it back.
 *
 * @param request that was compiled
 * @param folder what the working folder is called in commands
 * @param file what a file in it is called
 * @param configured whether the folder has a configuration to read again
 */
public record AccuracyAdvice(
    CompileRequest request, String folder, Function<Artifact, String> file, boolean configured) {

  /** Of a request that was read from the configuration in its folder. */
  public static AccuracyAdvice ofFolder(CompileRequest request) {
    return new AccuracyAdvice(
        request, request.folder().toString(), artifact -> request.file(artifact).toString(), true);
  }

  /** Of a request as it was made. */
  static AccuracyAdvice of(CompileRequest request, String folder, Function<Artifact, String> file) {
    return new AccuracyAdvice(request, folder, file, request.configuration().isPresent());
  }

  /**
   * What to do where an output is far from the float model's, the first question first.
   *
   * @param known whether the float model was scored on labels already
   * @param nodes what is known of nodes at fault
   */
  List<NextStep> far(boolean known, List<NextStep> nodes) {
    List<NextStep> steps = new ArrayList<>(roots(known));
    steps.add(stages());
    steps.addAll(nodes);
    steps.addAll(rounding(""));
    return steps;
  }

  /**
   * The same where it is known that rounding is the stage that loses it.
   *
   * @param samples how {@code debug} is told of the samples that showed it; empty for those of the
   *     calibration
   */
  public List<NextStep> roundingIsFar(String samples) {
    List<NextStep> steps = new ArrayList<>(roots(false));
    steps.addAll(rounding(samples));
    return steps;
  }

  private List<NextStep> roots(boolean known) {
    List<NextStep> steps = new ArrayList<>();
    if (!known) {
      steps.add(floatModel());
    }
    if (configured) {
      steps.add(samples());
    }
    return steps;
  }

  private List<NextStep> rounding(String samples) {
    return List.of(causes(samples), settings());
  }

  private NextStep floatModel() {
    return step(
        "see whether the float model is as good here as where it was trained",
        "plumb eval " + eval(word(Artifact.ORIGINAL_FLOAT)));
  }

  private NextStep samples() {
    return step(
        "see whether calibration saw what the device sees",
        "plumb inspect -c " + word(Artifact.CONFIGURATION));
  }

  private NextStep stages() {
    return step("find out which stage loses it", "plumb verify --ladder " + NextStep.word(folder));
  }

  /** Which nodes cost most. */
  NextStep causes() {
    return causes("");
  }

  private NextStep causes(String samples) {
    String model = samples.isEmpty() ? NextStep.word(folder) : word(Artifact.CALIBRATED) + samples;
    return step(
        "find out which nodes cost most, why, and what helps", "plumb debug causes " + model);
  }

  private NextStep settings() {
    return step(
        "if nothing stands out, let it try settings, from cheap to dear",
        configured
            ? "plumb tune -c %s --target-agreement 99".formatted(word(Artifact.CONFIGURATION))
            : "plumb compile -m MODEL --cal-data-dir SAMPLES --effort best");
  }

  /** Both models by the metric of the task. */
  public NextStep judging() {
    return step(
        "judge both models by the metric of the task, on samples that calibration did not see",
        "plumb eval "
            + eval("%s,%s".formatted(word(Artifact.ORIGINAL_FLOAT), word(Artifact.QUANTIZED))));
  }

  private String eval(String models) {
    return "%s --data DATA --labels LABELS%s"
        .formatted(models, isPrepared() ? " --preprocess PREPROCESS" : "");
  }

  /** Whether pictures are made inputs, which {@code eval} does by a list of transformers alone. */
  private boolean isPrepared() {
    return request.calibration() instanceof FolderData data
        && data.preparesPictures(request.ports());
  }

  private String word(Artifact artifact) {
    return NextStep.word(file.apply(artifact));
  }

  private static NextStep step(String why, String command) {
    return new NextStep(why, Optional.of(command));
  }
}
