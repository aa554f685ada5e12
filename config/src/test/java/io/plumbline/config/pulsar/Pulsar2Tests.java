package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Shape;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pulsar2Tests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two_image.json  | built/flowers | balanced max | nv12 NHWC rgb NCHW studio ddr [123.675, 116.280, 103.530] [0.0171248, 0.0175070, 0.0174292]
          two_layers.json | built/compiled | balanced mse | Between[inputs=[a], outputs=[b]], scheme=Scheme[name=int8
          two_layers.json | built/compiled | All[], scheme=Scheme[name=int16 | Type[op=Softmax], scheme=Scheme[name=float32
          two_layers.json | built/compiled | npu-uint8 | Node[name=conv_1], scheme=Scheme[name=int16
          two_inputs.yaml | out/compiled | balanced kl | npu-uint8
          two_tuned.json  | out/shoes | best max-percentile:0.9999 | bgr NHWC bgr NCHW full ddr [128.000] [0.0156250]
          """)
  void asksForWhatItSays(String name, String place, String method, String input) {
    PulsarCase file = new PulsarCase(name);
    Path folder = Objects.requireNonNull(file.file().getParent());
    assertThat(PulsarCase.described(file.configuration().translate().request(), folder))
        .contains(place, method, input);
  }

  private static Configuration.Translation translated(String text) {
    return Configurations.parse(text, Path.of("c.json")).translate(Optional.empty());
  }

  @Test
  void shapesBatchAndSizeAreThoseAskedFor() {
    CompileRequest request =
        translated(
                """
                {
                \t"input": "a.onnx", // the model
                \t"input_shapes": "x:1x3x48x192;y:1x8",
                \t"quant": {"input_configs": [{"tensor_name": "x", "calibration_dataset": "http.tar",
                \t\t"calibration_size": 64}, {"tensor_name": "y", "calibration_dataset": "//b.tar",
                \t\t"calibration_size": 32, "calibration_format": "Numpy"}]},
                \t"compiler": {"static_batch_sizes": [1, 4]} # two
                }
                """)
            .request();
    assertThat(request.ports().shapes())
        .containsEntry("x", Shape.of(1, 3, 48, 192))
        .containsEntry("y", Shape.of(1, 8));
    assertThat(request.deployment().batch()).isEqualTo(4);
    assertThat(request.calibration())
        .isInstanceOfSatisfying(
            FolderData.class,
            data -> {
              assertThat(data.most()).hasValue(32);
              assertThat(data.folders().getLast()).hasFileName("b.tar");
            });
  }

  /** What is not written has no line; what is has. */
  @Test
  void hardwareThatIsNotNamedIsTheDefault() {
    Finding unnamed = hardware("{input: a, quant: {input_configs: [{calibration_dataset: d}]}}");
    assertThat(unnamed.where()).isEqualTo("c.json");
    assertThat(unnamed.message()).contains("of 'AX650', the default, is not published");
    Finding named =
        hardware(
            "{input: a, quant: {input_configs: [{calibration_dataset: d}]},\n"
                + " target_hardware: AX620E}");
    assertThat(named.where()).isEqualTo("c.json:2");
    assertThat(named.message()).contains("of 'AX620E' is not published");
  }

  private static Finding hardware(String text) {
    return translated(text).findings().stream()
        .filter(finding -> finding.code().equals("config.vendor-target"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void coloursThatNobodyConvertsAreNamed() {
    Configuration.Translation translated =
        translated(
            """
            {input: a, quant: {input_configs: [{calibration_dataset: d}]},
             input_processors: [{src_format: BGR, tensor_format: RGB}]}
            """);
    assertThat(translated.findings())
        .filteredOn(finding -> finding.message().contains("hand over RGB"))
        .extracting(Finding::code)
        .containsExactly("config.not-available");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {quant: {calibration_methd: MSE}} | config.unknown-key | calibration_method
          {quant: {calibration_method: Mse}} | config.value | MinMax
          {model_type: QuantAxModel} | config.refused-key | the vendor's own
          {input: a, quant: {input_configs: [{calibration_format: NumpyObject}]}} | config.refused-key | dictionaries
          {input: a, input_shapes: 'a:1x?x8', quant: {}} | config.value | NAME:1x3x224x224
          {input_processors: [{src_format: YUYV422}]} | config.refused-key | YUYV422
          """)
  void namesWhatIsWrong(String text, String code, String says) {
    assertThatThrownBy(() -> Configurations.parse(text, Path.of("c.json")).translate())
        .isInstanceOfSatisfying(
            BadConfigurationException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage() + e.remedy()).contains(says);
            });
  }
}
