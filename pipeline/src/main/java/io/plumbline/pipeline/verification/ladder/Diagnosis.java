package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.record.AccuracyAdvice;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.report.run.NextStep;
import io.plumbline.tensor.Count;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a ladder says.
 *
 * @param cause of the stage that is at fault; empty without one
 * @param evidence a sentence each
 * @param next what to do, the most useful first
 */
public record Diagnosis(
    String sentence, Optional<Cause> cause, List<String> evidence, List<NextStep> next) {
  public Diagnosis {
    evidence = List.copyOf(evidence);
    next = List.copyOf(next);
  }

  static Diagnosis of(Ladder ladder) {
    Optional<Rung> first = ladder.first();
    if (first.isEmpty()) {
      return agreeing(ladder);
    }
    Rung rung = first.get();
    Rung fault = ladder.atFault().orElse(rung);
    return fault.stage() == rung.stage() ? diverging(ladder, rung) : replaced(ladder, fault, rung);
  }

  /** A stage that was replaced, so that an untouched one after it diverges from it. */
  private static Diagnosis replaced(Ladder ladder, Rung fault, Rung rung) {
    String sentence =
        "%s is not the file that was compiled: %s, which is, diverges from it."
            .formatted(fault.stage().label(), rung.stage().label());
    List<NextStep> next = new ArrayList<>();
    next.add(again(ladder));
    next.addAll(next(ladder, rung));
    return new Diagnosis(
        sentence, Optional.of(fault.stage().cause()), evidence(ladder, rung), next);
  }

  private static List<String> evidence(Ladder ladder, Rung rung) {
    List<String> evidence = new ArrayList<>(rung.reasons());
    ladder.replaced().stream()
        .map(
            other ->
                "%s is not the file that was compiled: %s"
                    .formatted(other.file().path(), other.file().state().label()))
        .forEach(evidence::add);
    return evidence;
  }

  private static Diagnosis agreeing(Ladder ladder) {
    if (ladder.replaced().isEmpty()) {
      String sentence =
          String.format(
              Locale.ROOT,
              "No stage diverges from the one before it on %s%s.",
              Count.of(ladder.samples(), "sample"),
              ladder.isBlank() ? ", which show the model nothing" : "");
      return new Diagnosis(
          sentence,
          Optional.empty(),
          unchecked(ladder),
          ladder.isBlank() ? List.of(realSamples(ladder)) : accuracy(ladder));
    }
    String names =
        ladder.replaced().stream()
            .map(rung -> rung.stage().label() + " is " + rung.file().state().label())
            .collect(Collectors.joining(", "));
    return new Diagnosis(
        "No stage diverges, but files are not those that were compiled: " + names + ".",
        ladder.atFault().map(rung -> rung.stage().cause()),
        unchecked(ladder),
        List.of(again(ladder)));
  }

  private static List<String> unchecked(Ladder ladder) {
    return ladder.rung(LadderStage.GIVEN).isPresent()
        ? List.of()
        : List.of(
            "Whether the configuration prepares inputs as the model was trained was not looked at:"
                + " say with --float-preprocess how the float model is fed.");
  }

  private static NextStep realSamples(Ladder ladder) {
    return ladder.data().isPresent()
        ? new NextStep(
            "compare the stages on samples of what the device will see",
            Optional.of(
                "plumb verify --ladder %s -i SAMPLES"
                    .formatted(NextStep.word(ladder.compiled().folder().toString()))))
        : new NextStep(
            "calibrate with samples of what the device will see",
            Optional.of("plumb compile -m MODEL --cal-data-dir SAMPLES"));
  }

  private static List<NextStep> accuracy(Ladder ladder) {
    NextStep judging = AccuracyAdvice.ofFolder(ladder.compiled()).judging();
    return List.of(
        new NextStep("the samples say nothing of a metric: " + judging.why(), judging.command()));
  }

  private static Diagnosis diverging(Ladder ladder, Rung rung) {
    boolean replaced =
        ladder.replaced().stream()
            .anyMatch(
                other ->
                    other.stage() == rung.stage()
                        || rung.against().filter(stage -> stage == other.stage()).isPresent());
    String sentence =
        "%s is the first stage that diverges, from %s: %s (%s)."
            .formatted(
                rung.stage().label(),
                rung.against().orElseThrow().label(),
                replaced
                    ? "a file was replaced since it was compiled, otherwise "
                        + rung.stage().cause().label()
                    : rung.stage().cause().label(),
                rung.stage().cause().meaning());
    List<NextStep> next = new ArrayList<>();
    if (replaced) {
      next.add(again(ladder));
    }
    next.addAll(next(ladder, rung));
    return new Diagnosis(sentence, Optional.of(rung.stage().cause()), evidence(ladder, rung), next);
  }

  private static NextStep again(Ladder ladder) {
    return new NextStep(
        "make all stages of one compilation again",
        Optional.of(
            "plumb compile " + NextStep.again(ladder.compiled().file(Artifact.CONFIGURATION))));
  }

  private static List<NextStep> next(Ladder ladder, Rung rung) {
    String pair =
        "plumb verify -m %s,%s -i SAMPLES --all-nodes"
            .formatted(
                NextStep.word(
                    rung.against().flatMap(ladder::rung).orElseThrow().file().path().toString()),
                NextStep.word(rung.file().path().toString()));
    String config = file(ladder, Artifact.CONFIGURATION);
    return switch (rung.stage().cause()) {
      case CONFIGURATION ->
          List.of(
              new NextStep(
                  "see to "
                      + keys(ladder.compiled())
                      + ", and whether samples are normalised twice",
                  Optional.of("plumb doctor -c " + config)));
      case OPTIMISATION ->
          List.of(
              new NextStep(
                  "find the node that was rewritten wrongly, and report it", Optional.of(pair)));
      case QUANTIZATION ->
          rung.stage() == LadderStage.CALIBRATED
              ? AccuracyAdvice.ofFolder(ladder.compiled()).roundingIsFar(data(ladder))
              : List.of(new NextStep("find the first tensor that differs", Optional.of(pair)));
      case EXECUTION ->
          List.of(
              new NextStep(
                  "find the first tensor that differs, and report it with the device",
                  Optional.of(pair)));
      case INTEGER_ARITHMETIC ->
          List.of(
              new NextStep(
                  "find the instruction that differs, and report it",
                  Optional.of(pair + " --max-steps 1")));
    };
  }

  private static boolean isPrepared(CompileRequest compiled) {
    return compiled.calibration() instanceof FolderData folders && folders.preprocess().isPresent();
  }

  /** The keys by which the resolved configuration says how pictures become inputs. */
  private static String keys(CompileRequest compiled) {
    List<String> keys = new ArrayList<>();
    if (isPrepared(compiled)) {
      keys.add("preprocess (read_mode, colour order, mean, scale and axes of its transformers)");
    }
    keys.addAll(
        compiled.ports().pictures().isEmpty()
            ? List.of("input_type_train")
            : List.of("input_type_train", "input_layout_train", "mean_value", "scale_value"));
    return String.join(", ", keys);
  }

  /** The samples that showed it, where they are others than those of the calibration. */
  private static String data(Ladder ladder) {
    if (!(ladder.data().orElse(null) instanceof VerificationData.Files files)) {
      return "";
    }
    String samples =
        files.inputs().size() == 1 && Files.isDirectory(files.inputs().getFirst().path())
            ? NextStep.word(files.inputs().getFirst().path().toString())
            : "SAMPLES";
    return " %s%s".formatted(samples, files.preprocess().isPresent() ? " --preprocess FILE" : "");
  }

  private static String file(Ladder ladder, Artifact artifact) {
    return NextStep.word(ladder.compiled().file(artifact).toString());
  }
}
