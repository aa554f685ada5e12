package io.plumbline.cli.command;

import io.plumbline.pipeline.trial.Aim;
import io.plumbline.tensor.BadConfigurationException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code plumb tune} is to reach. */
final class AimOptions {
  private static final double PERCENT = 100;

  @Option(
      names = "--target-agreement",
      paramLabel = "PERCENT",
      description = "So many samples get the float network's answer.")
  private @Nullable Double agreement;

  @Option(
      names = "--target-cosine",
      paramLabel = "COSINE",
      description = "Every output has this cosine to the float network's.")
  private @Nullable Double cosine;

  @Option(
      names = "--target",
      paramLabel = "METRIC=NUMBER",
      description =
          "top1=PERCENT: so many answers are right; drop=POINTS: so many fewer than of the float"
              + " network at the most. Needs --labels.")
  private @Nullable String metric;

  /**
   * The one that was given.
   *
   * @param labelled whether there are labels
   */
  Aim aim(boolean labelled) {
    int given = (agreement == null ? 0 : 1) + (cosine == null ? 0 : 1) + (metric == null ? 0 : 1);
    if (given != 1) {
      throw usage(
          given == 0 ? "no target is given" : "several targets are given",
          "give one of --target-agreement, --target-cosine and --target");
    }
    Aim aim =
        agreement != null
            ? new Aim.Agreement(within(agreement, 0, PERCENT) / PERCENT)
            : cosine != null
                ? new Aim.Cosine(within(cosine, -1, 1))
                : ofMetric(String.valueOf(metric));
    if (aim.needsLabels() && !labelled) {
      throw usage("--target " + metric + " needs labels", "name them with --data and --labels");
    }
    return aim;
  }

  private static Aim ofMetric(String text) {
    String[] parts = text.split("=", 2);
    try {
      if (parts.length == 2) {
        double number = Double.parseDouble(parts[1]);
        switch (parts[0].toLowerCase(Locale.ROOT)) {
          case "top1" -> {
            return new Aim.Top1(within(number, 0, PERCENT) / PERCENT);
          }
          case "drop" -> {
            return new Aim.Drop(within(number, 0, PERCENT) / PERCENT);
          }
          default -> throw form(text);
        }
      }
    } catch (NumberFormatException e) {
      throw form(text);
    }
    throw form(text);
  }

  private static BadConfigurationException form(String text) {
    return usage("--target is '%s'".formatted(text), "write top1=PERCENT or drop=POINTS");
  }

  private static double within(double value, double least, double most) {
    if (value >= least && value <= most) {
      return value;
    }
    throw usage(
        "the target is %s".formatted(value),
        String.format(Locale.ROOT, "give a number from %.0f to %.0f", least, most));
  }

  private static BadConfigurationException usage(String message, String remedy) {
    return new BadConfigurationException("usage", "plumb tune", message, remedy);
  }
}
