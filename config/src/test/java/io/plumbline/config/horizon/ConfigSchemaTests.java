package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import io.plumbline.testkit.JsonSchema;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Run with {@code -Dplumbline.write-docs=true} to write the file. */
class ConfigSchemaTests {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void theFileIsWhatTheCatalogueSays() throws IOException {
    Path file = SharedData.root().resolve("docs/schema/configuration.schema.json");
    if (Boolean.getBoolean("plumbline.write-docs")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, ConfigSchema.json());
    }
    assertThat(file).content().isEqualTo(ConfigSchema.json());
  }

  @ParameterizedTest
  @MethodSource("io.plumbline.config.horizon.KeyEffect#all")
  void whatIsReadIsValid(KeyEffect effect) {
    assertThat(problems(effect.group() + ":\n  " + effect.yaml())).isEmpty();
  }

  @Test
  void theExampleIsValid() throws IOException {
    Path example = SharedData.root().resolve("examples/shapes/config.yaml");
    assertThat(problems(Files.readString(example))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_parameter: {onnx_model: a.onnx}",
        "model_parameters: {onnx_modell: a.onnx}",
        "model_parameters: {layer_out_dump: maybe}",
        "model_parameters: {onnx_model: [a.onnx, b.onnx]}",
        "input_parameters: {input_type_rt: 'nv12;nv13'}",
        "calibration_parameters: {max_percentile: 1.5}",
        "calibration_parameters: {effort: hard}",
        "compiler_parameters: {jobs: -1}",
        "compiler_parameters: {jobs: 1.5}",
        "[model_parameters]",
      })
  void whatIsNoConfigurationIsNotValid(String yaml) {
    assertThat(problems(yaml)).isNotEmpty();
  }

  private static List<String> problems(String yaml) {
    return new JsonSchema((Map<?, ?>) Json.parse(ConfigSchema.json()))
        .problems(YAML.readValue(yaml, Object.class));
  }
}
