package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of Pulsar2 for a model of two inputs, in the three forms that it has. */
class Pulsar2InputsTests {
  private static final String YAML =
      """
      input: edited.onnx
      output_dir: NAME
      quant:
        input_configs:
        - tensor_name: input
          calibration_dataset: pictures
          calibration_format: Image
          calibration_mean: [127.5, 127.5, 127.5]
          calibration_std: [127.5, 127.5, 127.5]
        - tensor_name: second
          calibration_dataset: second
          calibration_format: Numpy
      input_processors:
      - tensor_name: input
        tensor_format: RGB
        src_format: RGB
        src_layout: NHWC
      """;

  private static final String TOML =
      """
      input = "edited.onnx"
      output_dir = "NAME"
      [[quant.input_configs]]
      tensor_name = "input"
      calibration_dataset = "pictures"
      calibration_format = "Image"
      calibration_mean = [127.5, 127.5, 127.5]
      calibration_std = [127.5, 127.5, 127.5]
      [[quant.input_configs]]
      tensor_name = "second"
      calibration_dataset = "second"
      calibration_format = "Numpy"
      [[input_processors]]
      tensor_name = "input"
      tensor_format = "RGB"
      src_format = "RGB"
      src_layout = "NHWC"
      """;

  private static final String JSON =
      """
      {
        "input": "edited.onnx",
        "output_dir": "NAME",
        "quant": {
          "input_configs": [
            {"tensor_name": "input", "calibration_dataset": "pictures",
             "calibration_format": "Image", "calibration_mean": [127.5, 127.5, 127.5],
             "calibration_std": [127.5, 127.5, 127.5]},
            {"tensor_name": "second", "calibration_dataset": "second",
             "calibration_format": "Numpy"}
          ]
        },
        "input_processors": [
          {"tensor_name": "input", "tensor_format": "RGB", "src_format": "RGB",
           "src_layout": "NHWC"}
        ]
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() {
    Scene scene = new Scene(folder);
    scene.pictures(2);
    scene.twoInputs();
    scene.emptyFolder("second");
    for (int i = 0; i < 2; i++) {
      float[] values = new float[10];
      values[i] = i + 1;
      NpyFile.write(
          folder.resolve("second/p%d.npy".formatted(i)), Tensor.of(Shape.of(1, 10), values));
    }
  }

  private PlumbRun build(String name, String text) {
    Path file = new Scene(folder).write(name, text.replace("NAME", name.replace('.', '_')));
    return PlumbRun.of("pulsar2", "build", "--config", file, "--no-native");
  }

  @Test
  void allFormsGiveTheSameModule() {
    for (var each : Map.of("a.yaml", YAML, "a.toml", TOML, "a.json", JSON).entrySet()) {
      PlumbRun run = build(each.getKey(), each.getValue());
      assertThat(run.status()).as(run.err()).isZero();
    }
    Path yaml = folder.resolve("a_yaml/compiled.axmodel");
    assertThat(folder.resolve("a_toml/compiled.axmodel")).hasSameBinaryContentAs(yaml);
    assertThat(folder.resolve("a_json/compiled.axmodel")).hasSameBinaryContentAs(yaml);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tensor_name: second | tensor_name: secnd | b.yaml:10 | did you mean 'second'?",
        "tensor_name = \"second\" | tensor_name = \"secnd\" | b.toml:10 | did you mean 'second'?",
        "calibration_dataset: second | calibration_dataset: pictures | b.yaml:11 |"
            + " lint.same-folder",
        "input_processors:\\n- tensor_name: input | input_processors:\\n- tensor_name: inpt |"
            + " b.yaml:14 | did you mean 'input'?",
        "src_layout: NHWC | src_layout: NHWD | b.yaml:17 | did you mean 'NHWC'?",
        "calibration_mean: [127.5, 127.5, 127.5] | calibration_mean: [127.5, 127.5] | b.yaml:8 |"
            + " has 3"
      })
  void mistakesAreNamedByTheirLine(String right, String wrong, String place, String says) {
    boolean toml = place.contains("toml");
    String text = toml ? TOML : YAML;
    String before = right.replace("\\n", "\n");
    assertThat(text).contains(before);
    PlumbRun run =
        build(toml ? "b.toml" : "b.yaml", text.replace(before, wrong.replace("\\n", "\n")));
    assertThat(run.status()).as(run.err()).isNotZero();
    assertThat(run.err()).contains(place, says);
  }
}
