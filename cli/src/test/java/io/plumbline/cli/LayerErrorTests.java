package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a finished model is off on samples that the configuration names for that. */
class LayerErrorTests {
  private static final String PULSAR =
      """
      input_path: "model.onnx"
      output_path: "out/net.joint"
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      neuwizard_conf {
        operator_conf {
          input_conf_items {
            attributes {
              input_modifications { affine_preprocess { slope: 1 slope_divisor: 64 bias: -2 } }
            }
          }
        }
        dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR }
        dataset_conf_error_measurement { path: "others" type: DATASET_TYPE_TAR size: 2 }
        evaluation_conf { score_compare_per_layer: LAYERS }
      }
      """;

  private static final String PULSAR2 =
      """
      input: model.onnx
      output_dir: ./out
      output_name: net.axmodel
      quant:
        input_configs:
          - tensor_name: DEFAULT
            calibration_dataset: ./pictures
            calibration_mean: [128, 128, 128]
            calibration_std: [64, 64, 64]
        precision_analysis: true
        precision_analysis_method: EndToEnd
      input_processors:
        - {tensor_name: DEFAULT, tensor_format: RGB, src_format: RGB, src_dtype: U8}
      """;

  @TempDir private Path folder;

  private PlumbRun compile(String name, String text) {
    Scene scene = new Scene(folder);
    scene.pictures(4);
    for (int i = 4; i < 8; i++) {
      scene.write("others/p%d.png".formatted(i), Scene.bytes(Scene.picture(i)));
    }
    scene.write("model.onnx", Scene.bytes(Scene.MODEL));
    PlumbRun run = PlumbRun.of("compile", "-c", scene.write(name, text), "--no-native", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  private List<String> rows() {
    Path file = folder.resolve("out/net_layer_errors.csv");
    return new String(Scene.bytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void everyTensorIsComparedOnItsOwnSamples() {
    JsonNode found = compile("c.prototxt", PULSAR.replace("LAYERS", "true")).json();
    assertThat(found.get("layer_errors").get("samples").asInt()).isEqualTo(2);
    assertThat(rows())
        .hasSizeGreaterThan(10)
        .startsWith(
            "IR(onnx),IR(lava),2-Norm Relative Error,CdfDistance(p=1),Correlation",
            "input,,0.00%,0.00e+00,100.00%")
        .last()
        .asString()
        .matches("logits,classifier,\\d+\\.\\d\\d%,\\d\\.\\d\\de.\\d\\d,\\d+\\.\\d\\d%");
  }

  @Test
  void theFiguresAreThoseOfVerify() {
    JsonNode errors =
        compile("c.prototxt", PULSAR.replace("LAYERS", "true").replace("size: 2", ""))
            .json()
            .get("layer_errors");
    JsonNode verified =
        PlumbRun.of(
                "verify",
                "-m",
                "%s/out/net_optimized_float_model.onnx,%1$s/out/net_quantized_model.onnx"
                    .formatted(folder),
                "-i",
                folder.resolve("others"),
                "--preprocess",
                new Scene(folder).write("p.yaml", STRETCHED),
                "--measure",
                "correlation,cdf-distance",
                "--json")
            .json();
    assertThat(errors.get("samples")).isEqualTo(verified.get("samples"));
    Map<String, JsonNode> means = new LinkedHashMap<>();
    verified.get("outputs").forEach(node -> means.put(node.get("name").asString(), node));
    assertThat(means).isNotEmpty();
    for (JsonNode tensor : errors.get("tensors")) {
      if (!means.containsKey(tensor.get("name").asString())) {
        continue;
      }
      JsonNode mean = means.get(tensor.get("name").asString()).get("means");
      for (String figure : List.of("relative_error", "cdf_distance", "correlation")) {
        assertThat(tensor.get(figure).asDouble())
            .as(tensor.toString())
            .isCloseTo(mean.get(figure).asDouble(), Offset.offset(1e-12));
      }
    }
  }

  private static final String STRETCHED =
      """
      read_mode: skimage
      transformers:
        - ResizeTransformer: {target_size: [48, 48], mode: skimage, method: 1}
        - ScaleTransformer: {scale_value: 255}
        - HWC2CHWTransformer: {}
      """;

  @Test
  void theOutputsAloneAreComparedWithoutBeingAskedForMore() {
    compile("c.prototxt", PULSAR.replace("LAYERS", "false"));
    assertThat(rows()).hasSize(2);
  }

  @Test
  void thePrecisionTableHasTheColumnsOfItsVendor() {
    compile("c.yaml", PULSAR2);
    assertThat(rows())
        .contains("Operator,Type,Output Tensor,Shape,DType,QDType,Cosin,MSE")
        .anyMatch(row -> row.contains(",Convolution,"))
        .filteredOn(row -> row.contains(",Convolution,"))
        .allMatch(row -> row.matches("\\S+,\\S+,\\S+,\\S+,FP32,U8,0\\.99\\d+,\\d\\.\\d+"));
  }

  @Test
  void aLayerAloneIsNearerThanBehindAllOthers() {
    Map<String, Double> whole = errors(compile("c.yaml", PULSAR2));
    PlumbRun run = compile("d.yaml", PULSAR2.replaceFirst("(?m)^.*EndToEnd.*$", ""));
    Map<String, Double> alone = errors(run);
    assertThat(alone.keySet()).containsAll(whole.keySet().stream().skip(1).toList());
    assertThat(alone.get("logits")).isLessThan(whole.get("logits"));
    assertThat(rows())
        .contains("Operator,Type,Output Tensor,Shape,DType,QDType,Cosin,MSE")
        .anyMatch(row -> row.contains(",Convolution,"));
  }

  private static Map<String, Double> errors(PlumbRun run) {
    Map<String, Double> errors = new LinkedHashMap<>();
    for (JsonNode tensor : run.json().get("layer_errors").get("tensors")) {
      errors.put(tensor.get("name").asString(), tensor.get("mse").asDouble());
    }
    return errors;
  }
}
