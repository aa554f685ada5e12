package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.PlumblineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTests {
  private static ConfigFile parse(String yaml) {
    return ConfigFile.check(YamlReader.parse(yaml, "c.yaml"), Path.of("c.yaml"));
  }

  @Test
  void readsHonouredKeys() {
    ConfigFile config =
        parse(
            """
            model_parameters:
              onnx_model: 'a.onnx'
              output_model_file_prefix: net
            calibration_parameters:
              max_percentile: 0.9999
              run_on_cpu: 'a; b;'
            """);
    assertThat(config.text(ConfigKey.MODEL, "onnx_model")).contains("a.onnx");
    assertThat(config.number(ConfigKey.CALIBRATION, "max_percentile", 0.5, 1)).contains(0.9999);
    assertThat(config.list(ConfigKey.CALIBRATION, "run_on_cpu")).containsExactly("a", "b");
    assertThat(config.findings()).isEmpty();
  }

  record Mistake(String yaml, String where, String message) {}

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake(
            "model_parameters:\n  onx_model: a\n", "c.yaml:2", "did you mean 'onnx_model'?"),
        new Mistake("model_paramters:\n  x: a\n", "c.yaml:1", "did you mean 'model_parameters'?"),
        new Mistake(
            "model_parameters:\n  cal_data_dir: a\n",
            "c.yaml:2",
            "it belongs under 'calibration_parameters'"),
        new Mistake(
            "input_parameters:\n  input_batch: '1 2 3'\n",
            "c.yaml:2",
            "found '1 2 3', expected a whole number from 1 to 4096"),
        new Mistake("model_parameters: [1]\n", "c.yaml:1", "holds keys and values, found a list"),
        new Mistake("- a\n", "c.yaml:1", "expected the groups"),
        new Mistake("a: b: c\n", "c.yaml:1", "not readable as YAML"),
        new Mistake("model_parameters:\n  march: a\n  march: b\n", "c.yaml:3", "march"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesNameLineAndRemedy(Mistake mistake) {
    assertThatThrownBy(() -> parse(mistake.yaml()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(mistake.message())
        .extracting(error -> ((PlumblineException) error).where())
        .isEqualTo(mistake.where());
  }

  @Test
  void keysWithoutEffectSayWhy() {
    assertThat(parse("compiler_parameters:\n  optimize_level: O2\n").findings())
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).contains("'optimize_level' has no effect: "));
  }

  @Test
  void keysMayStandEmpty() {
    assertThat(parse("input_parameters:\n  mean_value: None\n").findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"onnx_modle,onnx_model", "work_dir,working_dir"})
  void suggestsTheNearestKey(String typed, String meant) {
    assertThat(NearestSpelling.of(typed, List.of("onnx_model", "working_dir"))).contains(meant);
  }

  @Test
  void doesNotSuggestTheFarAway() {
    assertThat(NearestSpelling.of("zebra", List.of("onnx_model"))).isEmpty();
  }
}
