package io.plumbline.cli.command;

import io.plumbline.pipeline.verification.Limits;
import io.plumbline.pipeline.verification.VerificationMode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.verify.compare.Measure;
import io.plumbline.verify.compare.Tolerance;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plumb verify} fails on. */
final class VerifiedLimits {
  @Option(
      names = "--mode",
      description =
          "${COMPLETION-CANDIDATES}: strict for integer programs and with --digits if not given,"
              + " similarity otherwise.")
  private @Nullable VerificationMode mode;

  @Option(
      names = {"-c", "--digits"},
      description = "Decimal places that must agree in strict mode, 0 to 15 (5 if not given).")
  private @Nullable Integer digits;

  @Option(
      names = "--min-cosine",
      paramLabel = "COSINE",
      description = "The least cosine of an output of any sample (0.98 if no bound is given).")
  private @Nullable Double cosine;

  @Option(
      names = "--bound",
      split = ",",
      paramLabel = "MEASURE=VALUE",
      description = "The worst figure of an output of any sample, such as: sqnr=20,mse=1e-3.")
  private Map<String, Double> bounds = new LinkedHashMap<>();

  @Option(
      names = "--max-steps",
      paramLabel = "STEPS",
      description = "The most quantization steps that an output may be off.")
  private @Nullable Double steps;

  @Option(
      names = "--atol",
      paramLabel = "DIFFERENCE",
      description = "In place of digits: |x - y| <= atol + rtol * |x| agrees.")
  private @Nullable Double absolute;

  @Option(names = "--rtol", paramLabel = "SHARE", description = "See --atol.")
  private @Nullable Double relative;

  /**
   * The limits that were asked for.
   *
   * @param usual tolerance where none was
   */
  Limits chosen(Tolerance usual) {
    if (digits != null && (digits < 0 || digits > 15)) {
      throw new BadConfigurationException(
          "usage",
          "--digits",
          String.format(Locale.ROOT, "expected 0 to 15, found %d", digits),
          "give a number of decimal places");
    }
    boolean tolerated = digits != null || absolute != null || relative != null;
    return new Limits(
        Optional.ofNullable(mode)
            .or(() -> tolerated ? Optional.of(VerificationMode.STRICT) : Optional.empty()),
        tolerance(usual),
        measured(),
        steps == null ? OptionalDouble.empty() : OptionalDouble.of(steps));
  }

  private Tolerance tolerance(Tolerance usual) {
    if (absolute == null && relative == null) {
      return digits == null ? usual : Tolerance.ofDigits(digits);
    }
    double atol = absolute == null ? usual.absolute() : absolute;
    double rtol = relative == null ? usual.relative() : relative;
    if (!(atol >= 0) || !(rtol >= 0)) {
      throw new BadConfigurationException(
          "usage",
          "--atol, --rtol",
          String.format(Locale.ROOT, "expected 0 or more, found %s and %s", atol, rtol),
          "give tolerances that are not negative");
    }
    return new Tolerance(atol, rtol);
  }

  private Map<Measure, Double> measured() {
    EnumMap<Measure, Double> measured = new EnumMap<>(Measure.class);
    bounds.forEach((name, bound) -> measured.put(named(name), bound));
    if (cosine != null) {
      measured.put(Measure.COSINE, NumberRange.within("--min-cosine", cosine, -1, 1));
    }
    return measured;
  }

  private static Measure named(String name) {
    return Measure.named(name)
        .orElseThrow(
            () ->
                new BadConfigurationException(
                    "usage",
                    "--bound",
                    "'%s' is no measure".formatted(name),
                    "the measures are " + String.join(", ", Measure.labels())));
  }
}
