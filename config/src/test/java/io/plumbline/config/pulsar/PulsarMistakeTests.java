package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.Configurations;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PulsarMistakeTests {
  /** A valid file but for one line, the third. */
  record Mistake(String line, String code, String says) {}

  static List<Mistake> mistakes() {
    String calibration = "neuwizard_conf { dataset_conf_calibration { %s } }";
    String operators = "neuwizard_conf { operator_conf { %s } }";
    String steps =
        operators.formatted("input_conf_items { attributes { input_modifications { %s } } }");
    return List.of(
        new Mistake("inptu_path: \"a\"", "config.unknown-key", "did you mean 'input_path'?"),
        new Mistake("pulsar_conf { batchsize: 1 }", "config.unknown-key", "'batch_size'"),
        new Mistake(calibration.formatted("size: many"), "config.value", "a whole number"),
        new Mistake(calibration.formatted("batch_size: 0"), "config.value", "from 1"),
        new Mistake(
            calibration.formatted("observer_method: OBSVR_METHOD_MINMAX"),
            "config.value",
            "did you mean 'OBSVR_METHOD_MIN_MAX'?"),
        new Mistake("pulsar_conf: 3", "config.value", "a message"),
        new Mistake("target_hardware { a: 1 }", "config.value", "TARGET_HARDWARE_AX620"),
        new Mistake("enable_progress_bar: yes", "config.value", "true or false"),
        new Mistake("output_path: \"b\"", "config.value", "expected one value, found several"),
        new Mistake("input_type: INPUT_TYPE_LAVA", "config.refused-key", "the vendor's own"),
        new Mistake("joint_conf { x: 1 }", "config.refused-key", "joint_conf"),
        new Mistake(
            "tasks {name: \"a\"} tasks {name: \"a\"}", "config.conflict", "two tasks are called"),
        new Mistake(
            "dst_input_tensors { color_space: TENSOR_COLOR_SPACE_NV21 }",
            "config.refused-key",
            "NV21"),
        new Mistake(
            "src_input_tensors { color_space: TENSOR_COLOR_SPACE_AUTO } src_input_tensors {"
                + " color_space: TENSOR_COLOR_SPACE_BGR }"
                + " dst_input_tensors { color_space: TENSOR_COLOR_SPACE_GRAY }",
            "config.input-types",
            "gray cannot feed a model of bgr"),
        new Mistake(steps.formatted("csc {}"), "config.refused-key", "color_space"),
        new Mistake(
            steps.formatted("input_normalization { std: 0 }"), "config.value", "other than 0"),
        new Mistake(
            steps.formatted("input_normalization { mean: [1, 2] std: [1, 2, 3] }"),
            "config.value",
            "and the input has 3"),
        new Mistake(
            steps.formatted("input_normalization { mean: [1, 2] }"),
            "config.value",
            "constants for 2 channels, and the input has 3"),
        new Mistake(
            "dst_input_tensors { data_type: FLOAT32 } "
                + steps.formatted("input_normalization { mean: 1 }"),
            "config.conflict",
            "its type is FLOAT32"),
        new Mistake(
            operators.formatted(
                "operator_conf_items { attributes { input_feature_type: UINT16 weight_type: INT4 }"
                    + " }"),
            "config.conflict",
            "4 bits"),
        new Mistake(
            operators.formatted("input_conf_items { selector { op_name_regex: '[' } }"),
            "config.value",
            "a regular expression"),
        new Mistake(
            calibration.formatted("type: DATASET_TYPE_PYFILE"), "config.refused-key", "Python"),
        new Mistake(
            calibration.formatted("path: \"d.tar\" resize_conf { keep_aspect_ratio: true }"),
            "config.refused-key",
            "plumb prepare"),
        new Mistake(calibration.formatted(""), "config.missing-key", "decide the ranges"));
  }

  /** The vendor's program takes the model by a flag, which check and compile do not have. */
  @Test
  void withoutAModelItSaysWhatEachCommandNeeds() {
    String text = "output_path: \"m.joint\"\n";
    assertThatThrownBy(() -> Configurations.parse(text, Path.of("c.prototxt")).translate())
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> {
              assertThat(e.code()).isEqualTo("config.missing-key");
              assertThat(e.getMessage()).contains("'input_path' is missing");
              assertThat(e.remedy())
                  .contains("add the field", "plumb check", "plumb compile", "--input");
            });
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isNamedWithItsLine(Mistake mistake) {
    String text =
        """
        # One mistake.
        input_path: "m.onnx" output_path: "m.joint"
        %s
        """
            .formatted(mistake.line());
    assertThatThrownBy(() -> Configurations.parse(text, Path.of("c.prototxt")).translate())
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(mistake.code());
              assertThat(e.where()).matches("c\\.prototxt:[23]");
              assertThat(e.getMessage() + e.remedy()).contains(mistake.says());
            });
  }
}
