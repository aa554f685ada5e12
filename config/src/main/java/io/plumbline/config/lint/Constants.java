package io.plumbline.config.lint;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Numbers of one key or transformer, with what they are applied to.
 *
 * @param name of the key or transformer
 * @param values one, or one for each channel
 * @param where file and line
 * @param order of the channels; empty when unknown or not three
 * @param span of the values before: about 255 for pixels, about 1 for fractions
 * @param exchange how the channels are brought into the other order, an imperative clause
 */
record Constants(
    Quantity quantity,
    String name,
    List<Double> values,
    String where,
    Optional<KnownConstants.Order> order,
    double span,
    String exchange) {
  /** Spans up to this one are of pixels divided by 255. */
  static final double FRACTIONS = 4;

  private static final double BYTE = 255;

  Constants {
    values = List.copyOf(values);
  }

  /** What is suspicious about them. */
  List<Finding> lint() {
    List<Finding> findings = new ArrayList<>();
    slip().ifPresent(findings::add);
    reversed().ifPresent(findings::add);
    (span <= FRACTIONS ? ofFractions() : ofPixels()).ifPresent(findings::add);
    return findings;
  }

  private List<Double> asDeviation() {
    return quantity == Quantity.SCALE
        ? values.stream().filter(value -> value != 0).map(value -> 1 / value).toList()
        : values;
  }

  private Optional<Finding> slip() {
    return KnownConstants.slip(quantity, asDeviation())
        .map(
            slip -> {
              double published =
                  quantity == Quantity.SCALE ? 1 / slip.published() : slip.published();
              return warning(
                  "lint.slip",
                  ("%s: %s stands among constants of ImageNet where %s is published; correct it if"
                          + " that was meant")
                      .formatted(name, number(values.get(slip.channel())), number(published)));
            });
  }

  private Optional<Finding> reversed() {
    Optional<KnownConstants.Order> written = KnownConstants.order(quantity, asDeviation());
    return order
        .filter(actual -> written.filter(actual.other()::equals).isPresent())
        .map(
            actual ->
                warning(
                    "lint.colour-order",
                    ("%1$s: %2$s are the constants of ImageNet in the order %3$s, the channels here"
                            + " are in the order %4$s. Where the model was trained on %3$s, %5$s;"
                            + " where it was trained on %4$s, write the constants the other way"
                            + " round. 'plumb doctor -c CONFIG' measures which it is")
                        .formatted(
                            name, text(values), actual.other().label(), actual.label(), exchange)));
  }

  private Optional<Finding> ofPixels() {
    return switch (quantity) {
      case MEAN -> unitMean();
      case DEVIATION -> unitDeviation();
      case SCALE -> inverse().or(this::scaleIsDeviation);
    };
  }

  private Optional<Finding> unitMean() {
    double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
    return largest == 0 || largest > 1
        ? Optional.empty()
        : Optional.of(
            warning(
                "lint.unit-mean",
                ("%s: %s is a mean of values from 0 to 1, the pixels here run from 0 to 255; write"
                        + " %s")
                    .formatted(name, text(values), text(times(values, BYTE)))));
  }

  private Optional<Finding> unitDeviation() {
    double largest = values.stream().mapToDouble(Math::abs).max().orElse(1);
    if (largest >= 1) {
      return Optional.empty();
    }
    return Optional.of(
        largest < 0.05
            ? warning(
                "lint.deviation-is-scale",
                ("%s: %s divides the pixels; it looks like a factor to multiply them with: write"
                        + " scale_value, or its inverse %s")
                    .formatted(
                        name, text(values), text(values.stream().map(value -> 1 / value).toList())))
            : warning(
                "lint.unit-deviation",
                ("%s: %s is a deviation of values from 0 to 1, the pixels here run from 0 to 255;"
                        + " write %s")
                    .formatted(name, text(values), text(times(values, BYTE)))));
  }

  /** Cut-off spellings of 1/255; 1/256 is another constant that people mean. */
  private Optional<Finding> inverse() {
    double exact = 1 / BYTE;
    for (double value : values) {
      double error = Math.abs(value / exact - 1);
      boolean power = Math.abs(value * 256 - 1) < 1e-6;
      if (error > 1e-5 && error < 0.02 && !power) {
        String message =
            "%s: %s is 1/255 with too few digits, off by %s of a step at 255; write"
                + " 0.003921568627451";
        return Optional.of(
            error > 1e-3
                ? warning(
                    "lint.inverse-255",
                    message.formatted(name, number(value), number(error * BYTE)))
                : info(
                    "lint.inverse-255",
                    message.formatted(name, number(value), number(error * BYTE))));
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> scaleIsDeviation() {
    double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
    if (largest <= 0.1 || largest == 1) {
      return Optional.empty();
    }
    List<Double> meant =
        values.stream().map(value -> 1 / (value > 1 ? value : value * BYTE)).toList();
    return Optional.of(
        warning(
            "lint.scale-is-deviation",
            "%s: %s multiplies the pixels; it looks like a deviation to divide them by: write %s"
                .formatted(name, text(values), text(meant))));
  }

  private Optional<Finding> ofFractions() {
    double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
    return switch (quantity) {
      case MEAN, DEVIATION ->
          largest <= FRACTIONS
              ? Optional.empty()
              : Optional.of(
                  warning(
                      "lint.pixel-constant",
                      ("%s: %s is a constant for pixels from 0 to 255, the values here run from 0"
                              + " to 1; write %s")
                          .formatted(name, text(values), text(times(values, 1 / BYTE)))));
      case SCALE ->
          largest >= 0.02
              ? Optional.empty()
              : Optional.of(
                  warning(
                      "lint.scaled-twice",
                      ("%s: %s scales values that already run from 0 to 1 (read_mode skimage gives"
                              + " such); remove it, or read with opencv")
                          .formatted(name, text(values))));
    };
  }

  private Finding warning(String code, String message) {
    return Finding.warning(code, where, message);
  }

  private Finding info(String code, String message) {
    return Finding.info(code, where, message);
  }

  private static List<Double> times(List<Double> values, double factor) {
    return values.stream().map(value -> value * factor).toList();
  }

  private static String text(List<Double> values) {
    return values.stream().map(Constants::number).collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6g", value);
    return text.contains(".") && !text.contains("e")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
        : text;
  }
}
