package io.plumbline.config.lint;

import io.plumbline.config.dialect.Setting;
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
      findings.addAll(constants(input, Quantity.MEAN));
      findings.addAll(constants(input, Quantity.SCALE));
      findings.addAll(constants(input, Quantity.DEVIATION));
    }
    normType(input).ifPresent(findings::add);
    meanWithoutScale(input).ifPresent(findings::add);
    return findings;
  }

  private static List<Finding> constants(LintedInput input, Quantity quantity) {
    return input.has(quantity)
        ? new Constants(
                quantity,
                input.prefix() + input.key(quantity.setting()),
                input.numbers(quantity),
                input.where(quantity.setting()),
                input.order(),
                quantity == Quantity.SCALE ? PIXELS : input.said().span(),
                exchange(input))
            .lint()
        : List.of();
  }

  /** Declaring the other order, and handing it over so. */
  private static String exchange(LintedInput input) {
    return input
        .order()
        .map(
            order ->
                "%sset %s%s to %s"
                    .formatted(
                        handing(input, order.swap()),
                        input.key(Setting.TRAINING_TYPE),
                        assumption(input, order),
                        order.other().label()))
        .orElse("");
  }

  private static String assumption(LintedInput input, KnownConstants.Order order) {
    return input.said().assumed().contains(Setting.TRAINING_TYPE)
        ? ", which is AUTO or not said and so taken as %s,".formatted(order.label())
        : "";
  }

  /** Where pictures are read in the order that is declared, nothing else is to be done. */
  private static String handing(LintedInput input, String transformer) {
    return input.has(Setting.TRANSFORMERS)
        ? "hand the pictures over so (%s, most often forgotten) and ".formatted(transformer)
        : "";
  }

  /** A norm_type that says something else than the constants beside it. */
  private static Optional<Finding> normType(LintedInput input) {
    Optional<String> type = input.said().normalisation();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    List<String> contradictions = new ArrayList<>();
    contradiction(input, type.get(), "mean", Quantity.MEAN, contradictions);
    contradiction(input, type.get(), "scale", Quantity.SCALE, contradictions);
    contradiction(input, type.get(), "std", Quantity.DEVIATION, contradictions);
    return contradictions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "lint.norm-type",
                input.where(Setting.NORMALISATION),
                "%s%s is %s, but %s; make the two agree, or leave it out"
                    .formatted(
                        input.prefix(),
                        input.key(Setting.NORMALISATION),
                        type.get(),
                        String.join(" and ", contradictions))));
  }

  private static void contradiction(
      LintedInput input, String type, String word, Quantity quantity, List<String> contradictions) {
    boolean said = type.contains(word);
    boolean isHarmless = !said && input.numbers(quantity).stream().allMatch(quantity::isNeutral);
    if (said != input.has(quantity) && !isHarmless) {
      contradictions.add(input.key(quantity.setting()) + (said ? " is missing" : " is given"));
    }
  }

  /** Deviations of a published mean without the scale that goes with it. */
  private static Optional<Finding> meanWithoutScale(LintedInput input) {
    List<Double> mean = input.numbers(Quantity.MEAN);
    boolean torchvision =
        input.isPicture()
            && mean.size() == 3
            && mean.stream().anyMatch(value -> Math.abs(value - 123.675) < 0.003);
    return torchvision && !input.has(Quantity.SCALE) && !input.has(Quantity.DEVIATION)
        ? Optional.of(
            Finding.warning(
                "lint.no-scale",
                input.where(Setting.MEAN),
                ("%s%s is torchvision's for ImageNet, and there is no %s or %s; models trained so"
                        + " also divide by 58.395 57.12 57.375 (rgb)")
                    .formatted(
                        input.prefix(),
                        input.key(Setting.MEAN),
                        input.key(Setting.SCALE),
                        input.key(Setting.DEVIATION))))
        : Optional.empty();
  }
}
