package io.plumbline.pipeline.record;

import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.report.run.NextStep;
import io.plumbline.report.run.Verdict;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import io.plumbline.verify.similarity.SampleCosines;
import io.plumbline.verify.similarity.TensorSimilarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a compilation came to, and what to do next. It judges nothing itself: what is lost, unmet or
 * in doubt was found on the way.
 */
final class RunVerdict {
  private static final String LOST = "similarity.ruined";
  private static final String BLANK = "data.all-blank";

  /** Decibels at an output from which on nobody need look at layers. */
  private static final double QUIET = 30;

  private RunVerdict() {}

  static Verdict of(Compilation compilation) {
    return new Verdict(level(compilation), sentence(compilation), reasons(compilation));
  }

  private static Verdict.Level level(Compilation compilation) {
    if (truths(compilation).isEmpty() || isRandom(compilation) || isBlank(compilation)) {
      return Verdict.Level.UNKNOWN;
    }
    if (isFound(compilation, LOST)) {
      return Verdict.Level.LOST;
    }
    if (!MissedGate.of(compilation).isEmpty()) {
      return Verdict.Level.FAILED;
    }
    return reasons(compilation).isEmpty() ? Verdict.Level.GOOD : Verdict.Level.CHECK;
  }

  private static boolean isRandom(Compilation compilation) {
    return compilation.request().calibration() instanceof RandomData;
  }

  private static boolean isPlanned(Compilation compilation) {
    return compilation.request().plan().isPresent();
  }

  private static boolean isBlank(Compilation compilation) {
    return isFound(compilation, BLANK);
  }

  private static boolean isFound(Compilation compilation, String code) {
    return compilation.findings().stream().anyMatch(finding -> finding.code().equals(code));
  }

  private static List<TensorSimilarity> truths(Compilation compilation) {
    return compilation.optimised().outputs().stream()
        .map(compilation.similarities()::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether an output is noisier than layers of 8 bits leave it in most networks. */
  private static boolean isNoisy(Compilation compilation) {
    return truths(compilation).stream().anyMatch(truth -> truth.signalToNoise() < QUIET);
  }

  private static String sentence(Compilation compilation) {
    List<TensorSimilarity> truths = truths(compilation);
    if (truths.isEmpty()) {
      return "No output could be compared with the float model's.";
    }
    int samples = truths.getFirst().samples().size();
    List<SampleCosines> cosines =
        truths.stream()
            .filter(truth -> !truth.isSingle())
            .map(TensorSimilarity::quantized)
            .toList();
    Optional<Double> mean = RunStages.lowest(cosines, SampleCosines::mean);
    Optional<Double> worst = RunStages.lowest(cosines, SampleCosines::worst);
    double noise = truths.stream().mapToDouble(TensorSimilarity::signalToNoise).min().orElseThrow();
    String what =
        String.format(
            Locale.ROOT,
            "%s compared with the float model's on %s: ",
            truths.size() == 1
                ? "The output was"
                : Count.of(truths.size(), "output was", "outputs were"),
            Count.of(samples, "sample"));
    String cosine =
        mean.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "cosine %.6f, %.6f for the worst sample; ",
                mean.get(),
                worst.orElse(Double.NaN));
    return what
        + cosine
        + (Double.isInfinite(noise)
            ? "no difference."
            : String.format(Locale.ROOT, "noise %.1f dB below the signal.", noise))
        + compilation.judged().map(judged -> " " + judged.sentence()).orElse("");
  }

  /** What was asked for and is not so, and warnings. */
  private static List<String> reasons(Compilation compilation) {
    List<String> reasons = new ArrayList<>();
    MissedGate.of(compilation)
        .forEach(missed -> reasons.add("It fails: %s.".formatted(missed.reason())));
    if (isRandom(compilation)) {
      reasons.add(
          isPlanned(compilation)
              ? "Outputs were compared on random samples, which tell nothing of accuracy; ranges"
                  + " come from the plan."
              : "Ranges come from random samples: accuracy means nothing.");
    }
    if (isBlank(compilation)) {
      reasons.add("All samples are blank: accuracy means nothing.");
    }
    if (!compilation.unmet().isEmpty()) {
      reasons.add(
          Count.of(
                  compilation.unmet().size(),
                  "request for a precision is",
                  "requests for a precision are")
              + " not met.");
    }
    long warnings =
        compilation.findings().stream()
            .filter(finding -> finding.severity() != Finding.Severity.INFO)
            .count();
    if (warnings > 0) {
      reasons.add(Count.of(warnings, "finding asks", "findings ask") + " for a look.");
    }
    return reasons;
  }

  /**
   * What to do next.
   *
   * @param folder what the working folder is called in commands
   * @param file what a file in it is called
   */
  static List<NextStep> next(
      Compilation compilation, String folder, Function<Artifact, String> file) {
    if (isRandom(compilation) && isPlanned(compilation)) {
      return List.of(
          new NextStep(
              "Give samples of what the device will see (cal_data_dir) beside the plan, to see the"
                  + " similarity on them.",
              Optional.empty()),
          AccuracyAdvice.of(compilation.request(), folder, file).judging().asSentence());
    }
    if (isRandom(compilation) || isBlank(compilation)) {
      return List.of(
          new NextStep(
              "Calibrate with samples of what the device will see.",
              Optional.of("plumb compile -m MODEL --cal-data-dir SAMPLES")));
    }
    AccuracyAdvice advice = AccuracyAdvice.of(compilation.request(), folder, file);
    boolean labelled = compilation.judged().filter(Judged::labelled).isPresent();
    if (isFound(compilation, LOST)) {
      return advice.far(labelled, nodesAtFault(compilation)).stream()
          .map(NextStep::asSentence)
          .toList();
    }
    List<NextStep> steps = new ArrayList<>();
    if (!labelled) {
      steps.add(advice.judging().asSentence());
    }
    if (isNoisy(compilation)) {
      steps.add(advice.causes().asSentence());
    }
    if (labelled) {
      steps.add(
          new NextStep(
              "Measure how long the integer model takes.",
              Optional.of("plumb perf " + NextStep.word(file.apply(Artifact.QUANTIZED)))));
    }
    return steps;
  }

  private static List<NextStep> nodesAtFault(Compilation compilation) {
    return compilation.findings().stream()
        .filter(finding -> finding.code().equals(LOST))
        .map(
            finding ->
                new NextStep(
                    "see to '%s': %s".formatted(finding.where(), finding.message()),
                    Optional.empty()))
        .toList();
  }
}
