package io.plumbline.config.lint;

import io.plumbline.config.dialect.CalibrationStatement;
import io.plumbline.config.dialect.Setting;
import io.plumbline.config.dialect.Statements;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Finding;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The group of calibration settings. */
final class CalibrationRules {
  private static final double USEFUL = 0.99;
  private static final Set<String> EVALUATION =
      Set.of("evaluation", "eval", "val", "valid", "validation", "val2017", "test");

  private final Statements config;
  private final List<Finding> findings = new ArrayList<>();

  private CalibrationRules(Statements config) {
    this.config = config;
  }

  static List<Finding> of(Statements config) {
    CalibrationRules rules = new CalibrationRules(config);
    config.calibration().percentiles().forEach(rules::percentile);
    rules.type();
    rules.folders();
    rules.nodes();
    return rules.findings;
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
          "%s %s is in percent; it is a share of 1: write %s"
              .formatted(key(Setting.PERCENTILE), text, share(value)));
    } else if (value < USEFUL) {
      warn(
          line,
          "lint.percentile",
          "%s %s cuts off %s of the values; useful are 0.999 to 1, such as 0.99995"
              .formatted(
                  key(Setting.PERCENTILE),
                  text,
                  String.format(Locale.ROOT, "%.1f %%", (1 - value) * 100)));
    }
  }

  private static String share(double percent) {
    return String.format(Locale.ROOT, "%.8f", percent / 100).replaceAll("0+$", "");
  }

  private void type() {
    Optional<String> method = said().method();
    if (method.filter("skip"::equals).isPresent()) {
      warn(
          Setting.METHOD,
          "lint.skip",
          "%s skip uses random data: good for measuring speed, never for accuracy; give %s and another type"
              .formatted(key(Setting.METHOD), key(Setting.FOLDERS)));
    }
    boolean searched =
        method.filter(type -> type.equals("default") || type.equals("mix")).isPresent();
    if (searched && said().perChannel()) {
      warn(
          Setting.METHOD,
          "lint.per-channel",
          "%s is ignored with %s %s; say kl or max with it"
              .formatted(key(Setting.PER_CHANNEL), key(Setting.METHOD), method.orElseThrow()));
    }
  }

  private void folders() {
    List<CalibrationStatement.Folder> folders = said().folders();
    Set<String> paths = new HashSet<>();
    folders.stream()
        .filter(folder -> !paths.add(folder.path()))
        .findFirst()
        .ifPresent(
            folder ->
                findings.add(
                    Finding.warning(
                        "lint.same-folder",
                        place(folder),
                        "%s names one folder for several inputs; each input has a folder of its own"
                            .formatted(key(Setting.FOLDERS)))));
    for (CalibrationStatement.Folder folder : folders) {
      exists(folder);
      String name = lastName(folder.path());
      if (EVALUATION.contains(name)) {
        findings.add(
            Finding.info(
                "lint.evaluation-folder",
                place(folder),
                "%s is '%s'; calibrate on other samples than those the model is judged by"
                    .formatted(key(Setting.FOLDERS), folder.path())));
      }
      elementType(name, ".*_f32", "uint8");
      elementType(name, ".*_(u8|ui8|uint8)", "float32");
    }
  }

  private void exists(CalibrationStatement.Folder folder) {
    try {
      Path base = config.file().toAbsolutePath().getParent();
      Path path = base == null ? Path.of(folder.path()) : base.resolve(folder.path());
      if (!Files.exists(path)) {
        findings.add(
            Finding.warning(
                "lint.missing-folder",
                place(folder),
                "%s: there is no '%s'; paths are relative to the configuration"
                    .formatted(key(Setting.FOLDERS), folder.path())));
      }
    } catch (InvalidPathException e) {
      // Whoever reads the samples says why.
    }
  }

  /** A folder whose name says another element type than the configuration. */
  private void elementType(String folder, String pattern, String other) {
    if (folder.matches(pattern) && said().elementType().filter(other::equals).isPresent()) {
      warn(
          Setting.FOLDERS,
          "lint.data-type",
          "%s is %s, and the folder is named %s"
              .formatted(key(Setting.ELEMENT_TYPE), other, folder));
    }
  }

  private static String lastName(String folder) {
    String path = folder.replaceAll("[/\\\\]+$", "");
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  private void nodes() {
    List<String> both =
        said().integerNodes().stream().filter(said().floatNodes()::contains).toList();
    if (!both.isEmpty()) {
      warn(
          Setting.FLOAT_NODES,
          "lint.run-on-both",
          "%s: both in %s and in %s; keep one"
              .formatted(
                  String.join(", ", both), key(Setting.FLOAT_NODES), key(Setting.INTEGER_NODES)));
    }
  }

  private CalibrationStatement said() {
    return config.calibration();
  }

  private String key(Setting setting) {
    return config.places().key(setting);
  }

  /** The line of a setting, or the first where it has none of its own. */
  private String place(Setting setting) {
    return config.file() + ":" + config.places().line(setting);
  }

  private String place(CalibrationStatement.Folder folder) {
    return folder.line() == 0
        ? config.file().toString()
        : "%s:%s".formatted(config.file(), folder.line());
  }

  private void warn(Setting setting, String code, String message) {
    findings.add(Finding.warning(code, place(setting), message));
  }

  private void warn(int line, String code, String message) {
    findings.add(Finding.warning(code, config.file() + ":" + line, message));
  }
}
