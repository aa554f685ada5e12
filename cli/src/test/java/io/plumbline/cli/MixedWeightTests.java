package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The search of layers whose weights take 4 bits. */
class MixedWeightTests {
  private static final String CONFIG =
      """
      input_path: "model.onnx"
      output_path: "NAME/net.joint"
      output_type: OUTPUT_TYPE_SUPERNET
      src_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      dst_input_tensors { color_space: TENSOR_COLOR_SPACE_RGB }
      neuwizard_conf {
        task_conf { TASK }
        operator_conf {
          input_conf_items {
            attributes {
              input_modifications { affine_preprocess { slope: 1 slope_divisor: 64 bias: -2 } }
            }
          }
          BLOCK
        }
        dataset_conf_calibration { path: "pictures" type: DATASET_TYPE_TAR }
      }
      """;

  private static final String SEARCH =
      """
      task_strategy: TASK_STRATEGY_SUPERNET
      supernet_options {
        strategy: SUPERNET_STRATEGY_MIXBIT
        mixbit_params { target_w_bit: 6 target_a_bit: 12 w_bit_choices: [4, 8] a_bit_choices: 8 }
      }
      """;

  @TempDir private Path folder;

  private PlumbRun compile(String name, String task, String block) {
    Scene scene = new Scene(folder);
    scene.pictures(4);
    scene.write("model.onnx", Scene.bytes(Scene.MODEL));
    String text =
        CONFIG
            .replace("NAME", name)
            .replace("TASK", task)
            .replace("BLOCK", block)
            .replace(task.isEmpty() ? "output_type: OUTPUT_TYPE_SUPERNET" : "none", "");
    PlumbRun run =
        PlumbRun.of(
            "compile", "-c", scene.write(name + ".prototxt", text), "--no-native", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  private String written(String name) {
    return new String(Scene.bytes(folder.resolve(name)), StandardCharsets.UTF_8);
  }

  private JsonNode quantInfo(String name) {
    return JsonMapper.shared().readTree(written(name)).get("nodes");
  }

  @Test
  void theMeanIsReachedAndTheBlockMakesTheSameModel() {
    PlumbRun found = compile("found", SEARCH, "");
    assertThat(found.err()).contains("'target_a_bit' is not available beside weights of 4 bits");
    OutputSchemaTests.hold("compile", Json.parse(found.out()));
    double bits = 0;
    double weights = 0;
    for (JsonNode layer : found.json().get("weight_bits")) {
      bits += layer.get("bits").asInt() * layer.get("weights").asDouble();
      weights += layer.get("weights").asDouble();
    }
    assertThat(bits / weights).isBetween(4.0, 6.0);
    assertThat(found.json().get("weight_bits"))
        .filteredOn(layer -> layer.get("bits").asInt() == 4)
        .isNotEmpty()
        .allSatisfy(
            layer ->
                assertThat(quantInfo("found/net_quant_info.json"))
                    .anyMatch(
                        node ->
                            node.get("node").asString().startsWith(layer.get("node").asString())
                                && node.get("effective").asString().equals("w4a8")));
    assertThat(written("found/net_weight_bits.csv")).startsWith("Layer,Weights,Bits,");
    assertThat(written("found/net_output_config.prototxt")).contains("target_w_bit: 6.0");

    compile("said", "", written("found/net_mixbit_operator_config.prototxt"));
    assertThat(Scene.bytes(folder.resolve("said/net_quantized_model.onnx")))
        .isEqualTo(Scene.bytes(folder.resolve("found/net_quantized_model.onnx")));
  }
}
