package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import io.plumbline.cli.console.ConsoleProgress;
import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.verification.GivenInput;
import io.plumbline.pipeline.verification.Limits;
import io.plumbline.pipeline.verification.Verification;
import io.plumbline.pipeline.verification.VerificationData;
import io.plumbline.pipeline.verification.VerificationMode;
import io.plumbline.pipeline.verification.VerificationRequest;
import io.plumbline.pipeline.verification.VerifiedPair;
import io.plumbline.pipeline.verification.Verifier;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.StrictCount;
import io.plumbline.verify.compare.TensorSummary;
import io.plumbline.verify.compare.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What the vendor's verifiers do: two models on the same sample, told in the vendor's words.
 *
 * @param compared the models, and the board that takes part
 * @param inputs a file for each input; none for random numbers
 * @param digits decimal places that must agree, 0…15
 * @param allNodes whether tensors of the same name are compared, too
 * @param simulator whether this machine runs the last model, too
 */
record Comparison(
    ComparedModels compared, List<String> inputs, int digits, boolean allNodes, boolean simulator) {
  private static final long SEED = 1;

  Comparison {
    inputs = List.copyOf(inputs);
    if (digits < 0 || digits > 15) {
      throw new BadConfigurationException(
          "usage",
          "--compare_digits",
          String.format(Locale.ROOT, "expected 0 to 15, found %d", digits),
          "give a number of decimal places");
    }
  }

  /** Compares, and returns the exit status. */
  int run(Applet applet) {
    Console console = Console.ofProcess(false, false);
    Optional<Path> preprocess = PictureFiles.prepare(console, models().getFirst(), inputs);
    applet.tellSame(console, words(preprocess));
    ConsoleProgress progress = new ConsoleProgress(console);
    Verification verification = verified(preprocess, progress);
    progress.finish();
    verification.tables().forEach(console::show);
    console.findings(verification.findings());
    tellMixed(console, verification, words(preprocess));
    if (!compared.isStrict()) {
      cosines(console, verification);
      console.note(
          "note: outputs are measured and not held to digits (-c), so no line says PASSED or"
              + " FAILED: a model that rounds to integers comes near one in float32 and does not"
              + " equal it");
      if (inputs.isEmpty()) {
        tellRandom(console, "-i");
      }
      return ExitStatus.OK;
    }
    console.say(roles(verification.engines()));
    for (int pair = 0; pair < verification.pairs().size(); pair++) {
      tell(console, verification.pairs().get(pair), sides(pair, verification));
    }
    console.say(
        verification.passes()
            ? "The model output consistency comparison was successful."
            : "The model output consistency compare was failed.");
    return verification.passes() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** Names the command of which an option is that a finding advises. */
  static void tellMixed(Console console, Verification verification, List<String> words) {
    if (verification.findings().stream()
        .anyMatch(finding -> finding.code().equals("verify.mixed-inputs"))) {
      console.note(
          "note: --float-preprocess is an option of 'plumb verify': plumb %s --float-preprocess FILE"
              .formatted(String.join(" ", words)));
    }
  }

  /**
   * Tells what random numbers are worth.
   *
   * @param option that names samples
   */
  static void tellRandom(Console console, String option) {
    console.note(
        "note: without %s pixels are random, unlike any picture that ranges were found on; the figures say little of accuracy"
            .formatted(option));
  }

  private Verification verified(Optional<Path> preprocess, ConsoleProgress progress) {
    try {
      return Verifier.verify(request(preprocess), progress);
    } catch (BadConfigurationException e) {
      throw PictureFiles.told(e, words(preprocess));
    }
  }

  private List<Path> models() {
    return compared.models();
  }

  private Optional<String> board() {
    return compared.board();
  }

  /** The command line of this program that compares the same. */
  private List<String> words(Optional<Path> preprocess) {
    List<String> words = new ArrayList<>(List.of("verify", "-m"));
    words.add(
        compared.sides(simulator).stream()
            .map(ModelFiles::spelling)
            .collect(Collectors.joining(",")));
    words.addAll(List.of("--mode", mode().name()));
    if (compared.isStrict()) {
      words.addAll(List.of("--digits", Integer.toString(digits)));
    }
    if (!inputs.isEmpty()) {
      words.addAll(List.of("-i", String.join(",", inputs)));
    }
    preprocess.ifPresent(file -> words.addAll(List.of("--preprocess", file.toString())));
    if (allNodes) {
      words.add("--all-nodes");
    }
    return words;
  }

  private VerificationMode mode() {
    return compared.isStrict() ? VerificationMode.STRICT : VerificationMode.SIMILARITY;
  }

  /**
   * Who stands for whom in the vendor's words.
   *
   * @param engines what ran the models, the reference first
   */
  private String roles(List<String> engines) {
    String arm = board().map("Arm is "::concat).orElse("no board took part");
    if (models().size() == 1 && board().isEmpty()) {
      return "no simulator and no board took part: this machine runs the integers of the module";
    }
    boolean here = simulator || board().isEmpty();
    return here
        ? "Simulator is the executor '%s' of this machine, and no simulator of a chip; %s"
            .formatted(engines.get(models().size() - 1), arm)
        : arm + "; no simulator took part";
  }

  /** Who is held to whom, in the vendor's words. */
  private String sides(int pair, Verification verification) {
    if (models().size() == 1) {
      return board().isPresent()
          ? "Simulator and Arm"
          : "%s and %s".formatted(verification.reference(), verification.pairs().get(pair).model());
    }
    boolean last = pair == verification.pairs().size() - 1;
    return reference() + " and " + (board().isPresent() && last ? "Arm" : "Simulator");
  }

  /** The vendor's word for a quantized model; any other goes by its own name. */
  private String reference() {
    String name = String.valueOf(models().getFirst().getFileName());
    return name.contains("quanti") ? "Quanti onnx" : name;
  }

  private static void tell(Console console, VerifiedPair pair, String sides) {
    boolean passes = pair.passes();
    if (!passes) {
      StrictCount count =
          pair.outputs().stream()
              .map(TensorSummary::strict)
              .reduce(StrictCount.NONE, StrictCount::plus);
      mismatches(count).forEach(console::say);
      pair.absent().forEach(output -> console.say("'%s' is only on one side".formatted(output)));
    }
    console.say("%s result Strict check %s".formatted(sides, passes ? "PASSED" : "FAILED"));
    if (!passes) {
      console.say("check FAILED");
    }
  }

  /** The block that the vendor prints of mismatches. */
  static List<String> mismatches(StrictCount count) {
    String stars = "****************************";
    return List.of(
        String.format(Locale.ROOT, "mismatch line num: %d", count.mismatches()),
        stars,
        String.format(Locale.ROOT, "mismatch.line_miss num: %d", count.missing()),
        String.format(Locale.ROOT, "mismatch.line_diff num: %d", count.different()),
        String.format(Locale.ROOT, "mismatch.line_nan num: %d", count.notNumbers()),
        stars,
        String.format(Locale.ROOT, "total line num: %d", count.total()),
        "mismatch rate: " + count.rate());
  }

  private static void cosines(Console console, Verification verification) {
    for (VerifiedPair pair : verification.pairs()) {
      for (TensorSummary output : pair.outputs()) {
        output
            .figure(Measure.COSINE)
            .ifPresent(
                figure ->
                    console.say(
                        String.format(
                            Locale.ROOT, "%s cosine: %.6f", output.tensor(), figure.worst())));
      }
    }
  }

  private VerificationRequest request(Optional<Path> preprocess) {
    VerificationData data =
        inputs.isEmpty()
            ? new VerificationData.Random(SEED, 1)
            : new VerificationData.Files(
                inputs.stream().map(GivenInput::parse).toList(),
                preprocess.map(PreprocessFile::read),
                Optional.empty());
    return new VerificationRequest(
        compared.sides(simulator),
        data,
        new Limits(
            Optional.of(mode()), Tolerance.ofDigits(digits), Map.of(), OptionalDouble.empty()),
        List.of(),
        allNodes,
        Integer.MAX_VALUE,
        Optional.empty(),
        1);
  }
}
