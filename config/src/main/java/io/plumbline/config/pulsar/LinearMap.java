package io.plumbline.config.pulsar;

import io.plumbline.tensor.BadConfigurationException;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * (x − mean) · scale, channel by channel.
 *
 * @param mean one, or one for each channel
 * @param scale likewise; none is 0
 */
record LinearMap(List<Double> mean, List<Double> scale) {
  static final LinearMap IDENTITY = new LinearMap(List.of(0.0), List.of(1.0));

  LinearMap {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /** All steps of {@code input_modifications}, one after the other. */
  static LinearMap of(List<Message> modifications) {
    LinearMap map = IDENTITY;
    for (Message step : modifications) {
      if (step.has("affine_preprocess")) {
        map = map.affine(step.message("affine_preprocess"));
      }
      if (step.has("input_normalization")) {
        map = map.normalized(step.message("input_normalization"));
      }
    }
    return map;
  }

  boolean isIdentity() {
    return mean.stream().allMatch(value -> value == 0)
        && scale.stream().allMatch(value -> value == 1);
  }

  /** Whether some channels are treated otherwise than others. */
  boolean differs() {
    return mean.stream().distinct().count() > 1 || scale.stream().distinct().count() > 1;
  }

  /** Whether there are one number or so many, of either kind. */
  boolean fits(int channels) {
    return List.of(mean, scale).stream()
        .allMatch(values -> values.size() == 1 || values.size() == channels);
  }

  /** How many numbers there are of the kind that does not {@linkplain #fits fit}. */
  int misfit(int channels) {
    return mean.size() == 1 || mean.size() == channels ? scale.size() : mean.size();
  }

  /** With the channels in the other order. */
  LinearMap reversed() {
    return new LinearMap(mean.reversed(), scale.reversed());
  }

  private LinearMap affine(Message step) {
    List<Double> slope =
        each(
            numbers(step, "slope", 1),
            numbers(step, "slope_divisor", 1),
            step,
            (value, divisor) -> value / divisor);
    List<Double> bias =
        each(
            numbers(step, "bias", 0),
            numbers(step, "bias_divisor", 1),
            step,
            (value, divisor) -> value / divisor);
    List<Double> scaled = each(scale, slope, step, (first, second) -> first * second);
    requireNoZero(scaled, step, "slope");
    List<Double> shift = each(bias, scaled, step, (value, factor) -> value / factor);
    return new LinearMap(each(mean, shift, step, (first, second) -> first - second), scaled);
  }

  private LinearMap normalized(Message step) {
    List<Double> shift =
        each(numbers(step, "mean", 0), scale, step, (value, factor) -> value / factor);
    return new LinearMap(
        each(mean, shift, step, Double::sum),
        each(scale, numbers(step, "std", 1), step, (factor, deviation) -> factor / deviation));
  }

  private static List<Double> numbers(Message step, String field, double fallback) {
    List<Double> given = step.has(field) ? step.numbers(field) : List.of();
    if (fallback == 1) {
      requireNoZero(given, step, field);
    }
    return given.isEmpty() ? List.of(fallback) : given;
  }

  private static void requireNoZero(List<Double> values, Message step, String field) {
    if (values.contains(0.0) || values.contains(-0.0)) {
      throw new BadConfigurationException(
          "config.value",
          step.where(field),
          "'%s': expected numbers other than 0, found 0".formatted(field),
          "correct the value");
    }
  }

  private static List<Double> each(
      List<Double> first, List<Double> second, Message step, DoubleBinaryOperator operator) {
    int size = Math.max(first.size(), second.size());
    if (Math.min(first.size(), second.size()) != 1 && first.size() != second.size()) {
      throw new BadConfigurationException(
          "config.value",
          step.where(),
          "expected one number or one for each channel, found %d and %d"
              .formatted(first.size(), second.size()),
          "give as many as the input has channels");
    }
    return Collections.unmodifiableList(
        IntStream.range(0, size)
            .mapToObj(i -> operator.applyAsDouble(at(first, i), at(second, i)))
            .toList());
  }

  private static double at(List<Double> values, int index) {
    return values.get(values.size() == 1 ? 0 : index);
  }
}
