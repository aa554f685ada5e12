package io.plumbline.config.pulsar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.Configurations;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.Objects;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {quant: {calibration_methd: MSE}} | config.unknown-key | calibration_method
          {quant: {calibration_method: Mse}} | config.value | MinMax
          {model_type: QuantAxModel} | config.refused-key | the vendor's own
          {input: a, quant: {input_configs: [{calibration_format: NumpyObject}]}} | config.refused-key | dictionaries
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
