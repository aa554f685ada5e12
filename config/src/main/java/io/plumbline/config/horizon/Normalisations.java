package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.INPUT;

import io.plumbline.formats.caffe.MeanImage;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.colour.PictureInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What mean, scale and std say about each input. */
final class Normalisations {
  /** Products of such numbers, and of the bytes of a picture, are finite in float32. */
  private static final double LARGEST = 1e18;

  private final ConfigFile config;
  private final List<Finding> findings;
  private final List<Optional<String>> types;
  private final List<Optional<String>> means;
  private final List<Optional<String>> scales;
  private final List<Optional<String>> stds;

  /**
   * @param findings where what a mean image loses is added
   */
  Normalisations(ConfigFile config, int inputs, List<Finding> findings) {
    this.config = config;
    this.findings = findings;
    this.types = config.perInput(INPUT, "norm_type", inputs);
    this.means = config.perInput(INPUT, "mean_value", inputs);
    this.scales = config.perInput(INPUT, "scale_value", inputs);
    this.stds = config.perInput(INPUT, "std_value", inputs);
  }

  /** The preparation of a picture input. */
  InputPreparation of(int index, PictureInput picture) {
    requireAgreement(index);
    List<Double> mean = mean(means.get(index));
    List<Double> scale = numbers("scale_value", scales.get(index), 1.0);
    if (stds.get(index).isPresent()) {
      scale = numbers("std_value", stds.get(index), 1.0).stream().map(this::inverse).toList();
    }
    return new InputPreparation(picture, mean, scale);
  }

  /** A feature map is fed as it is. */
  void requireNone(int index) {
    requireAgreement(index);
    requireAbsent("mean_value", means.get(index));
    requireAbsent("scale_value", scales.get(index));
    requireAbsent("std_value", stds.get(index));
  }

  private void requireAbsent(String key, Optional<String> value) {
    value.ifPresent(
        text -> {
          throw invalid(key, text, "None for a featuremap, which is fed as it is");
        });
  }

  private void requireAgreement(int index) {
    if (scales.get(index).isPresent() && stds.get(index).isPresent()) {
      throw new BadConfigurationException(
          "config.conflict",
          config.where(INPUT, "std_value"),
          "both scale_value and std_value are given",
          "give one of them: scale is 1/std");
    }
    String derived = derived(index);
    types
        .get(index)
        .filter(declared -> !declared.equals(derived))
        .ifPresent(
            declared -> {
              throw new BadConfigurationException(
                  "config.conflict",
                  config.where(INPUT, "norm_type"),
                  "norm_type is '%s', the values given mean '%s'".formatted(declared, derived),
                  "remove norm_type, or the values it does not name");
            });
  }

  private String derived(int index) {
    String declared = types.get(index).orElse("");
    String mean = counts("mean", means.get(index), 0, declared) ? "mean" : "";
    String factor =
        counts("scale", scales.get(index), 1, declared)
            ? "scale"
            : counts("std", stds.get(index), 1, declared) ? "std" : "";
    if (mean.isEmpty() && factor.isEmpty()) {
      return "no_preprocess";
    }
    return mean.isEmpty() || factor.isEmpty()
        ? "data_" + mean + factor
        : "data_" + mean + "_and_" + factor;
  }

  /** Whether values are given and are not merely what is used where the type leaves them out. */
  private boolean counts(String word, Optional<String> values, double neutral, String declared) {
    boolean isNamed = declared.isEmpty() || declared.contains(word);
    return values.isPresent()
        && (isNamed
            || values.filter(MeanImages::isNamed).isPresent()
            || numbers(word + "_value", values, neutral).stream()
                .anyMatch(value -> value != neutral));
  }

  private List<Double> mean(Optional<String> text) {
    Optional<String> file = text.filter(MeanImages::isNamed);
    if (file.isEmpty()) {
      return numbers("mean_value", text, 0.0);
    }
    MeanImage image = MeanImages.read(config, file.get());
    MeanImages.finding(image, config.where(INPUT, "mean_value")).ifPresent(findings::add);
    return image.channels();
  }

  private double inverse(double std) {
    if (std == 0) {
      throw invalid("std_value", "0", "numbers other than 0");
    }
    if (1 / Math.abs(std) > LARGEST) {
      throw invalid("std_value", String.valueOf(std), "magnitudes from 1e-18");
    }
    return 1 / std;
  }

  private List<Double> numbers(String key, Optional<String> text, double fallback) {
    if (text.isEmpty()) {
      return List.of(fallback);
    }
    List<Double> numbers = new ArrayList<>();
    for (String word : text.get().replace(',', ' ').strip().split("\\s+", -1)) {
      try {
        numbers.add(Double.valueOf(word));
      } catch (NumberFormatException e) {
        throw invalid(key, text.get(), "numbers separated by blanks or ','");
      }
      if (!(Math.abs(numbers.getLast()) <= LARGEST)) {
        throw invalid(key, text.get(), "numbers from -1e18 to 1e18");
      }
    }
    return numbers;
  }

  private BadConfigurationException invalid(String key, String found, String expected) {
    return config.invalid(INPUT, key, config.node(INPUT, key).orElseThrow(), found, expected);
  }
}
