package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;

import io.plumbline.config.yaml.YamlEdit;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.config.yaml.YamlText;
import io.plumbline.pipeline.trial.Tuning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a configuration with other settings of quantization. */
final class TuningText {
  private static final String QUANT_CONFIG = "quant_config";

  private TuningText() {}

  /** Changes what a tuning sets, and takes out of {@code quant_config} what would win over it. */
  static String changed(String text, ConfigFile config, Tuning tuning) {
    if (tuning.equals(Tuning.AS_GIVEN)) {
      return text;
    }
    YamlEdit edit = new YamlEdit(text, config.file().toString());
    quantConfig(edit, config, tuning);
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

  private static void quantConfig(YamlEdit edit, ConfigFile config, Tuning tuning) {
    Optional<YamlNode> given =
        config.node(CALIBRATION, QUANT_CONFIG).map(node -> inline(config, node));
    Optional<YamlNode> left = given.flatMap(YieldingQuantConfig.to(tuning)::of);
    if (left.isEmpty()) {
      edit.remove(CALIBRATION, QUANT_CONFIG);
    } else if (!left.equals(given)) {
      edit.set(CALIBRATION, QUANT_CONFIG, YamlText.flow(left.get()));
    }
  }

  /** What it says, where it names a file too. */
  private static YamlNode inline(ConfigFile config, YamlNode node) {
    return node instanceof YamlNode.Scalar(String file, int line)
        ? YamlReader.read(config.path(file))
        : node;
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
