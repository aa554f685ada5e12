package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.dialect.Configuration.Translation;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A target of the command line is told the same as one of the configuration. */
class OtherTargetTests {
  private static Translation translated(String march, Optional<String> target) {
    return translated(march, "set_all_nodes_int16", target);
  }

  private static Translation translated(
      String march, String optimization, Optional<String> target) {
    String text =
        """
        model_parameters: {onnx_model: m.onnx, march: %s}
        calibration_parameters: {cal_data_dir: cal, optimization: %s}
        """
            .formatted(march, optimization);
    ConfigFile file = ConfigFile.check(YamlReader.parse(text, "c.yaml"), Path.of("c.yaml"));
    return new HorizonConfiguration(file).translate(target);
  }

  @Test
  void whatItLacksIsAWarningEitherWay() {
    Translation own = translated("mcu-fixed31", Optional.empty());
    Translation other = translated("generic-int8", Optional.of("mcu-fixed31"));
    assertThat(other.request().target()).isEqualTo(own.request().target());
    assertThat(other.request().options()).isEqualTo(own.request().options());
    assertThat(other.findings()).isEqualTo(own.findings()).isNotEmpty();
    assertThat(translated("generic-int8", Optional.empty()).findings())
        .extracting(Finding::severity)
        .doesNotContain(Finding.Severity.WARNING);
  }

  @Test
  void weightsOf16BitsThatATargetHasNotAreAWarning() {
    String wide = "'', quant_config: {model_config: {all_node_type: %s}}";
    for (String type : new String[] {"w16a16", "w16a8"}) {
      assertThat(translated("generic-int8", wide.formatted(type), Optional.empty()).findings())
          .isEmpty();
      assertThat(
              translated("npu-symmetric-int8", wide.formatted(type), Optional.empty()).findings())
          .extracting(Finding::code)
          .containsExactly("config.not-available");
    }
    assertThat(
            translated("npu-symmetric-int8", wide.formatted("w16a16"), Optional.empty())
                .findings()
                .getFirst()
                .message())
        .contains("int16 is used");
  }

  /** It compiled for TensorRT, which has none, without a word. */
  @Test
  void zeroPointsThatATargetHasNotAreAWarning() {
    assertThat(translated("onnx-qdq-tensorrt", "asymmetric", Optional.empty()).findings())
        .extracting(Finding::code)
        .containsExactly("config.zero-points");
    assertThat(translated("npu-uint8", "asymmetric", Optional.empty()).findings()).isEmpty();
  }
}
