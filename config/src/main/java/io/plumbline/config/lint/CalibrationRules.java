package io.plumbline.config.lint;

import io.plumbline.config.horizon.ConfigFile;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The group of calibration settings. */
final class CalibrationRules {
  private static final String GROUP = "calibration_parameters";
  private static final double USEFUL = 0.99;
  private static final Set<String> EVALUATION =
      Set.of("evaluation", "eval", "val", "valid", "validation", "val2017", "test");

  private final ConfigFile config;
  private final List<Finding> findings = new ArrayList<>();

  private CalibrationRules(ConfigFile config) {
    this.config = config;
  }

  static List<Finding> of(ConfigFile config) {
    CalibrationRules rules = new CalibrationRules(config);
    config.node(GROUP, "max_percentile").ifPresent(rules::percentile);
    config
        .node(GROUP, "quant_config")
        .flatMap(node -> at(node, List.of("model_config", "activation", "max_percentile")))
        .ifPresent(rules::percentile);
    rules.type();
    rules.folders();
    rules.nodes();
    return rules.findings;
  }

  private static Optional<YamlNode> at(YamlNode node, List<String> path) {
    if (path.isEmpty()) {
      return Optional.of(node);
    }
    return node instanceof YamlNode.Mapping mapping
            && mapping.entries().containsKey(path.getFirst())
        ? at(mapping.entries().get(path.getFirst()).value(), path.subList(1, path.size()))
        : Optional.empty();
  }

  private void percentile(YamlNode node) {
    switch (node) {
      case YamlNode.Sequence sequence -> sequence.items().forEach(this::percentile);
      case YamlNode.Mapping mapping -> {}
      case YamlNode.Scalar(String text, int line) -> percentile(text, line);
    }
  }

  private void percentile(String text, int line) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return;
    }
    if (value > 1 && value <= 100) {
      warn(
          line,
          "lint.percentile",
          "max_percentile %s is in percent; it is a share of 1: write %s"
              .formatted(text, share(value)));
    } else if (value < USEFUL) {
      warn(
          line,
          "lint.percentile",
          "max_percentile %s cuts off %s of the values; useful are 0.999 to 1, such as 0.99995"
              .formatted(text, "%.1f %%".formatted((1 - value) * 100)));
    }
  }

  private static String share(double percent) {
    return String.format(Locale.ROOT, "%.8f", percent / 100).replaceAll("0+$", "");
  }

  private void type() {
    Optional<YamlNode> node = config.node(GROUP, "calibration_type");
    if (node.isEmpty() || !(node.get() instanceof YamlNode.Scalar(String type, int line))) {
      return;
    }
    if (type.equals("skip")) {
      warn(
          line,
          "lint.skip",
          "calibration_type skip uses random data: good for measuring speed, never for accuracy;"
              + " give cal_data_dir and another type");
    }
    boolean searched = type.equals("default") || type.equals("mix");
    if (searched && isTrue("per_channel")) {
      warn(
          line,
          "lint.per-channel",
          "per_channel is ignored with calibration_type %s; say kl or max with it".formatted(type));
    }
  }

  private boolean isTrue(String key) {
    return config.text(GROUP, key).filter(text -> text.equalsIgnoreCase("true")).isPresent();
  }

  private void folders() {
    List<String> folders = config.list(GROUP, "cal_data_dir");
    int line = config.node(GROUP, "cal_data_dir").map(YamlNode::line).orElse(1);
    if (new HashSet<>(folders).size() < folders.size()) {
      warn(
          line,
          "lint.same-folder",
          "cal_data_dir names one folder for several inputs; each input has a folder of its own");
    }
    Optional<String> type = config.text(GROUP, "cal_data_type");
    for (String folder : folders) {
      String name = lastName(folder);
      if (EVALUATION.contains(name)) {
        findings.add(
            Finding.info(
                "lint.evaluation-folder",
                config.file() + ":" + line,
                "cal_data_dir is '%s'; calibrate on other samples than those the model is judged by"
                    .formatted(folder)));
      }
      if (name.endsWith("_f32") && type.filter("uint8"::equals).isPresent()) {
        warn(line, "lint.data-type", "cal_data_type is uint8, and the folder is named " + name);
      }
      if (name.matches(".*_(u8|ui8|uint8)") && type.filter("float32"::equals).isPresent()) {
        warn(line, "lint.data-type", "cal_data_type is float32, and the folder is named " + name);
      }
    }
  }

  private static String lastName(String folder) {
    String path = folder.replaceAll("[/\\\\]+$", "");
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  private void nodes() {
    List<String> cpu = config.list(GROUP, "run_on_cpu");
    List<String> both = config.list(GROUP, "run_on_bpu").stream().filter(cpu::contains).toList();
    if (!both.isEmpty()) {
      warn(
          config.node(GROUP, "run_on_cpu").map(YamlNode::line).orElse(1),
          "lint.run-on-both",
          "%s stand in run_on_cpu and in run_on_bpu; keep one".formatted(String.join(", ", both)));
    }
  }

  private void warn(int line, String code, String message) {
    findings.add(Finding.warning(code, config.file() + ":" + line, message));
  }
}
