package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.CALIBRATION;
import static io.plumbline.config.horizon.ConfigKey.MODEL;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlEdit;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a configuration that lies in another folder and reads the same files. Where results
 * go is meant from the new place.
 */
final class MovedText {
  private final ConfigFile config;
  private final PathsFrom paths;
  private final YamlEdit edit;

  private MovedText(String text, ConfigFile config, Path folder) {
    this.config = config;
    this.paths = new PathsFrom(folder);
    this.edit = new YamlEdit(text, config.file().toString());
  }

  static String of(String text, ConfigFile config, Path folder) {
    MovedText moved = new MovedText(text, config, folder);
    List.of("onnx_model", "caffe_model", "prototxt").forEach(key -> moved.path(MODEL, key));
    moved.target();
    moved.list(CALIBRATION, "cal_data_dir");
    List.of("plan", "quant_config", "evaluation_data", "evaluation_labels")
        .forEach(key -> moved.path(CALIBRATION, key));
    moved.preprocess();
    return moved.edit.text();
  }

  private void path(String group, String key) {
    if (config.node(group, key).orElse(null) instanceof YamlNode.Scalar(String text, int line)) {
      edit.set(group, key, ResolvedConfig.quoted(moved(text)));
    }
  }

  private void list(String group, String key) {
    List<String> items = config.list(group, key);
    if (!items.isEmpty()) {
      edit.set(
          group,
          key,
          ResolvedConfig.quoted(items.stream().map(this::moved).collect(Collectors.joining("; "))));
    }
  }

  /** A target may be a file. */
  private void target() {
    boolean isFile =
        config.node(MODEL, "march").orElse(null) instanceof YamlNode.Scalar(String text, int line)
            && Files.isRegularFile(config.path(text));
    if (isFile) {
      path(MODEL, "march");
    }
  }

  private void preprocess() {
    YamlNode given = config.node(CALIBRATION, "preprocess").orElse(null);
    if (given instanceof YamlNode.Scalar) {
      path(CALIBRATION, "preprocess");
    } else if (given != null) {
      YamlNode moved = PreprocessFile.withFiles(given, this::moved);
      if (!moved.equals(given)) {
        edit.set(CALIBRATION, "preprocess", YamlText.flow(moved));
      }
    }
  }

  private String moved(String text) {
    return Path.of(text).isAbsolute() ? text : paths.to(config.path(text));
  }
}
