package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.config.yaml.YamlEdit;
import io.plumbline.pipeline.trial.Tuning;
import io.plumbline.tensor.BadConfigurationException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The text of a configuration with other settings of quantization. */
final class TuningText {
  private TuningText() {}

  /**
   * Changes what a tuning sets, and nothing else.
   *
   * @throws BadConfigurationException when {@code quant_config} would win over it
   */
  static String changed(String text, ConfigFile config, Tuning tuning) {
    if (tuning.equals(Tuning.AS_GIVEN)) {
      return text;
    }
    requireNoQuantConfig(config);
    YamlEdit edit = new YamlEdit(text, config.file().toString());
    tuning
        .calibration()
        .ifPresent(
            type -> {
              edit.set(CALIBRATION, "calibration_type", type);
              edit.remove(CALIBRATION, "max_percentile");
            });
    tuning.percentile().ifPresent(share -> edit.set(CALIBRATION, "max_percentile", number(share)));
    tuning.effort().ifPresent(effort -> edit.set(CALIBRATION, "effort", effort.label()));
    tuning.budget().ifPresent(share -> edit.set(CALIBRATION, "budget", number(100 * share)));
    if (tuning.asymmetric()) {
      edit.set(
          CALIBRATION,
          "optimization",
          quoted(with(config, "optimization", List.of("asymmetric"), ",")));
    }
    if (!tuning.floatNodes().isEmpty()) {
      edit.set(
          CALIBRATION, "run_on_cpu", quoted(with(config, "run_on_cpu", tuning.floatNodes(), "; ")));
    }
    return edit.text();
  }

  private static void requireNoQuantConfig(ConfigFile config) {
    if (config.node(CALIBRATION, "quant_config").isPresent()) {
      throw new BadConfigurationException(
          "tune.quant-config",
          config.where(CALIBRATION, "quant_config"),
          "what quant_config says wins over the keys that tuning changes",
          "remove it, or say the same by calibration_type, optimization and node_info");
    }
  }

  /** What the key lists already, and more. */
  private static String with(ConfigFile config, String key, List<String> more, String separator) {
    List<String> all = new ArrayList<>(config.list(CALIBRATION, key));
    more.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return String.join(separator, all);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
