package io.plumbline.pipeline.debug.cause;

import io.plumbline.tensor.Count;
import io.plumbline.verify.debug.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to do about the steps that cost most, as sentences. */
public final class Prescription {
  private static final int SHOWN = 5;

  /** How many samples are asked for at least where a gain is in doubt. */
  private static final int ENOUGH = 32;

  /** From how many samples on a gain that is still in doubt is not looked for any more. */
  private static final int MANY = 128;

  private static final String NOTHING =
      String.format(Locale.ROOT, "nothing that was tried gains %.1f dB", Cure.LEAST_GAIN);

  private Prescription() {}

  /** The steps that are spoken of, the first to act on first. */
  public static List<Suspect> shown(Diagnosis diagnosis) {
    return diagnosis.suspects().subList(0, Math.min(SHOWN, diagnosis.suspects().size()));
  }

  /**
   * Evidence and cure of each step that has a cause, and as the last sentence the first thing to
   * do.
   */
  public static List<String> of(Diagnosis diagnosis) {
    List<String> sentences = new ArrayList<>();
    for (Suspect suspect : shown(diagnosis)) {
      if (suspect.cause() != Cause.NONE) {
        sentences.add(
            "%s: %s; %s"
                .formatted(
                    suspect.step().name(),
                    Evidence.of(suspect),
                    suspect
                        .cure()
                        .map(Prescription::gain)
                        .or(() -> suspect.doubtful().map(Prescription::doubt))
                        .orElse(NOTHING)));
      }
    }
    sentences.add(first(diagnosis));
    return sentences;
  }

  private static String gain(Cure cure) {
    return String.format(
        Locale.ROOT,
        "%s: %+.2f dB%s",
        cure.kind().label(),
        cure.gain(),
        cure.byParts() ? " as errors add up" : "");
  }

  private static String doubt(Cure cure) {
    return gain(cure) + ", which may be chance";
  }

  private static String first(Diagnosis diagnosis) {
    Optional<Suspect> first =
        shown(diagnosis).stream().filter(suspect -> suspect.cure().isPresent()).findFirst();
    if (first.isEmpty() && isTooFew(diagnosis)) {
      return "do first: " + more(diagnosis);
    }
    if (first.isEmpty()) {
      return "do first: nothing stands out, %s; compile it again with '--effort best'"
          .formatted(
              switch (diagnosis.triage()) {
                case "weights" -> "rounded weights cost most";
                case "activations" -> "rounded activations cost most";
                default -> "weights and activations cost alike";
              });
    }
    Suspect suspect = first.get();
    return "do first: '%s' suffers from %s; %s"
        .formatted(
            suspect.step().name(),
            suspect.cause().label(),
            suspect.cure().map(cure -> cure(suspect, cure)).orElseThrow());
  }

  /** How to get a sure answer, with no more samples than there are. */
  private static String more(Diagnosis diagnosis) {
    int wanted = Math.max(ENOUGH, 4 * diagnosis.samples());
    int given = Math.min(wanted, diagnosis.available());
    return given > diagnosis.samples()
        ? "measure with '-d %d', %d cannot tell a gain from chance"
            .formatted(given, diagnosis.samples())
        : "name a folder of about %s after MODEL, the %d there are cannot tell a gain from chance"
            .formatted(Count.of(wanted, "sample"), diagnosis.samples());
  }

  /** Whether more samples may show that something helps. */
  private static boolean isTooFew(Diagnosis diagnosis) {
    return diagnosis.samples() < MANY
        && shown(diagnosis).stream().anyMatch(suspect -> suspect.doubtful().isPresent());
  }

  /** The command or the key of the configuration that makes a cure. */
  private static String cure(Suspect suspect, Cure cure) {
    String node = suspect.step().nodes().getLast();
    return switch (cure.kind()) {
      case RANGE ->
          suspect.cause() == Cause.CLIPPING
              ? "widen its range by 'calibration_type: max', with samples like these in"
                  + " cal_data_dir"
              : "narrow its range by 'calibration_type: mse' or 'max_percentile: 0.9999'";
      case NUMBERS -> "its numbers are not those of the float model: compile it again";
      case WIDE_VALUE -> "try 'quant_config: {node_config: {%s: {qtype: int16}}}'".formatted(node);
      case WIDE_WEIGHTS ->
          "try 'effort: best', or 'quant_config: {model_config: {weight: {per_channel: true}}}'"
              + " where that is off";
      case FLOAT -> "try 'run_on_cpu: %s'".formatted(node);
    };
  }
}
