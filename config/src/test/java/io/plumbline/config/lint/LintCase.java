package io.plumbline.config.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A configuration with one mistake.
 *
 * @param lines of input_parameters, then of calibration_parameters after a line "--"
 */
record LintCase(String code, Shape shape, String says, String lines) {
  static final Shape NCHW = Shape.of(1, 3, 224, 224);
  static final String RGB = "input_type_train: rgb\ninput_type_rt: nv12\n";
  static final String BGR = "input_type_train: bgr\ninput_type_rt: bgr\n";
  static final String GRAY = "input_type_train: gray\ninput_type_rt: gray\n";
  static final String ANY = "input_type_train: featuremap\ninput_type_rt: featuremap\n";
  static final String UNIT = "scale_value: 0.003921568627451";
  static final String SWAP = "BGR2RGBTransformer: {data_format: HWC}";
  static final String CHW = "HWC2CHWTransformer: {}";

  @Override
  public String toString() {
    return code + ": " + says;
  }

  static LintCase planted(String code, String says, String... lines) {
    return new LintCase(code, NCHW, says, String.join("\n", lines));
  }

  /** The same of a model that takes one channel. */
  LintCase grey() {
    return new LintCase(code, Shape.of(1, 1, 224, 224), says, lines);
  }

  /** With the steps of a preparation. */
  static LintCase steps(String code, String says, String input, String mode, String... steps) {
    StringBuilder text = new StringBuilder(input);
    text.append("\n--\npreprocess:\n  read_mode: ").append(mode).append("\n  transformers:");
    Arrays.stream(steps).forEach(step -> text.append("\n    - ").append(step));
    return new LintCase(code, NCHW, says, text.toString());
  }

  /** Holds that the mistake is named, and nothing else. */
  void assertNamed(Path folder) throws IOException {
    List<Finding> findings = ConfigLinter.lint(config(folder, lines), shapes(shape));
    assertThat(findings).extracting(Finding::code).containsExactly(code);
    assertThat(findings.getFirst().message()).contains(says);
    assertThat(findings.getFirst().where()).matches(".*config\\.yaml:\\d+");
  }

  static SequencedMap<String, Shape> shapes(Shape... shapes) {
    SequencedMap<String, Shape> byName = new LinkedHashMap<>();
    List<String> names = List.of("left", "right");
    for (int i = 0; i < shapes.length; i++) {
      byName.put(names.get(i), shapes[i]);
    }
    return byName;
  }

  static Configuration config(Path folder, String lines) throws IOException {
    String[] groups = lines.split("\n?--\n", -1);
    String text = "input_parameters:\n" + groups[0].indent(2);
    if (groups.length > 1) {
      text += "calibration_parameters:\n" + groups[1].indent(2);
    }
    for (String made : List.of("data/val2017", "a", "data/cal_rgb_f32", "calibration_data_f32")) {
      Files.createDirectories(folder.resolve(made));
    }
    return Configurations.read(Files.writeString(folder.resolve("config.yaml"), text));
  }
}
