package io.plumbline.config.horizon;

import io.plumbline.config.yaml.YamlReader;
import java.nio.file.Path;

/** Settings of a configuration that is complete but for the keys under test. */
final class KeySettings {
  private KeySettings() {}

  /** The settings of a configuration that is complete but for the keys under test. */
  static CompileSettings of(String group, String yaml) {
    StringBuilder text = new StringBuilder();
    boolean namesModel =
        yaml.contains("onnx_model") || yaml.contains("caffe") || yaml.contains("prototxt");
    if (group.equals("model_parameters")) {
      text.append("model_parameters:\n  ").append(yaml).append('\n');
      text.append(namesModel ? "" : "  onnx_model: m.onnx\n");
    } else {
      text.append("model_parameters:\n  onnx_model: m.onnx\n");
      text.append(group).append(":\n  ").append(yaml).append('\n');
    }
    String data = "  cal_data_dir: cal\n";
    if (!group.equals("calibration_parameters")) {
      text.append("calibration_parameters:\n").append(data);
    } else if (!yaml.contains("cal_data_dir") && !yaml.contains("random_data")) {
      text.append(data);
    }
    String all = text.toString();
    return new CompileSettings(
        ConfigFile.check(YamlReader.parse(all, "c.yaml"), Path.of("c.yaml")));
  }
}
