package io.plumbline.config.lint;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys mean_value, scale_value, std_value and norm_type of one input. */
final class NormalisationRules {
  private static final double PIXELS = 255;

  private NormalisationRules() {}

  static List<Finding> of(LintedInput input) {
    List<Finding> findings = new ArrayList<>();
    if (input.isPicture()) {
      findings.addAll(constants(input, Quantity.MEAN, "mean_value"));
      findings.addAll(constants(input, Quantity.SCALE, "scale_value"));
      findings.addAll(constants(input, Quantity.DEVIATION, "std_value"));
    }
    normType(input).ifPresent(findings::add);
    meanWithoutScale(input).ifPresent(findings::add);
    return findings;
  }

  private static List<Finding> constants(LintedInput input, Quantity quantity, String key) {
    return input.has(key)
        ? new Constants(
                quantity,
                input.prefix() + key,
                input.numbers(key),
                input.where(key),
                input.order(),
                PIXELS)
            .lint()
        : List.of();
  }

  /** A norm_type that says something else than the constants beside it. */
  private static Optional<Finding> normType(LintedInput input) {
    Optional<String> type = input.text("norm_type");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    List<String> contradictions = new ArrayList<>();
    contradiction(input, type.get(), "mean", "mean_value", contradictions);
    contradiction(input, type.get(), "scale", "scale_value", contradictions);
    contradiction(input, type.get(), "std", "std_value", contradictions);
    return contradictions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "lint.norm-type",
                input.where("norm_type"),
                "%snorm_type is %s, but %s; make the two agree, or leave norm_type out"
                    .formatted(input.prefix(), type.get(), String.join(" and ", contradictions))));
  }

  private static void contradiction(
      LintedInput input, String type, String word, String key, List<String> contradictions) {
    boolean said = type.contains(word);
    if (said != input.has(key)) {
      contradictions.add(key + (said ? " is missing" : " is given"));
    }
  }

  /** Deviations of a published mean without the scale that goes with it. */
  private static Optional<Finding> meanWithoutScale(LintedInput input) {
    List<Double> mean = input.numbers("mean_value");
    boolean torchvision =
        input.isPicture()
            && mean.size() == 3
            && mean.stream().anyMatch(value -> Math.abs(value - 123.675) < 0.003);
    return torchvision && !input.has("scale_value") && !input.has("std_value")
        ? Optional.of(
            Finding.warning(
                "lint.no-scale",
                input.where("mean_value"),
                ("%smean_value is torchvision's for ImageNet, and there is no scale_value or"
                        + " std_value; models trained so also divide by 58.395 57.12 57.375 (rgb)")
                    .formatted(input.prefix())))
        : Optional.empty();
  }
}
