package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Precisions that are asked for, and what --strict makes of those that are not met. */
class StrictTests {
  private static final Path CONFIG = SharedData.root().resolve("examples/shapes/config.yaml");

  @TempDir private Path folder;

  /** A configuration, and which nodes do not get what it asks for. */
  private record Case(String model, String calibration, List<String> unmet) {}

  static List<Case> cases() {
    return List.of(
        new Case("", "", List.of()),
        new Case("", "  run_on_cpu: FIRST\n", List.of()),
        new Case("", "  optimization: set_all_nodes_int16\n", List.of()),
        new Case("", "  optimization: set_model_output_int16\n", List.of()),
        new Case("", all("w16a16"), List.of()),
        new Case("", all("w16a8"), List.of()),
        new Case("", "  optimization: set_Conv_input_int16\n", List.of()),
        new Case(
            "  node_info: {FIRST: {InputType: int8}, SECOND: {InputType: int16}}\n",
            "",
            List.of("FIRST")));
  }

  private static String all(String type) {
    return "  quant_config: {model_config: {all_node_type: %s}}\n".formatted(type);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void failsWhenARequestIsNotMet(Case each) throws IOException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        named(
            Files.readString(CONFIG)
                    .replace(
                        "onnx_model: model.onnx",
                        "onnx_model: " + CONFIG.resolveSibling("model.onnx"))
                    .replace("cal_data_dir: calibration", at("cal_data_dir", "calibration"))
                    .replace("preprocess: preprocess.yaml", at("preprocess", "preprocess.yaml"))
                    .replace("input_parameters:", each.model + "input_parameters:")
                + each.calibration));
    PlumbRun run =
        PlumbRun.of("compile", "-c", config, "--working-dir", folder.resolve("out"), "--strict");
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(each.unmet.isEmpty() ? 0 : 1);
    JsonNode unmet =
        JsonMapper.builder()
            .build()
            .readTree(folder.resolve("out/shapes_advice.json").toFile())
            .get("unmet");
    assertThat(unmet.size()).isEqualTo(each.unmet.size());
    for (int i = 0; i < unmet.size(); i++) {
      assertThat(unmet.get(i).get("by").asString()).isEqualTo("node " + named(each.unmet.get(i)));
    }
    assertThat(run.out().contains("Requests that are not met")).isEqualTo(!each.unmet.isEmpty());
  }

  private static String at(String key, String file) {
    return key + ": " + CONFIG.resolveSibling(file);
  }

  /** The example's first two convolutions. */
  private static String named(String text) {
    return text.replace("FIRST", "conv1").replace("SECOND", "conv2");
  }

  @Test
  void withoutItUnmetRequestsAreShownOnly() {
    PlumbRun run = PlumbRun.of("compile", "-c", CONFIG, "--working-dir", folder.resolve("plain"));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("Requests that are not met");
  }
}
