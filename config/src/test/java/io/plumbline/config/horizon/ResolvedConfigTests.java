package io.plumbline.config.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.yaml.YamlReader;
import io.plumbline.pipeline.request.CompileRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A resolved configuration asks for the same as the one it resolves. */
class ResolvedConfigTests {
  static List<String> calibrations() {
    return List.of(
        "calibration_type: max",
        "calibration_type: load\n  plan: f/p_plan.json",
        "run_on_cpu: 'a; b'\n  run_on_bpu: c",
        "optimization: 'set_all_nodes_int16,set_Softmax_output_int8,set_model_output_int16'",
        "optimization: 'set_Conv_input_int16,asymmetric'\n  run_on_bpu: c",
        "run_on_bpu: c\n  run_on_cpu: d\n  optimization: set_all_nodes_int16",
        "quant_config: {op_config: {Softmax: {qtype: float32}, Add: {qtype: int16}}}",
        "quant_config: {node_config: {a/b: {qtype: int16}, c: {qtype: int8}, d: {ON: CPU}}}",
        "quant_config: {subgraph_config: {h: {inputs: [a], outputs: ['b c', d], qtype: int16},"
            + " i: {inputs: [e], outputs: [f], qtype: float32}}}",
        "min_cosine: 0.99\n  min_agreement: 98.5",
        "max_drop: 0.7\n  evaluation_data: e\n  evaluation_labels: e/labels.txt",
        "calibration_type: default",
        "calibration_type: mix",
        "quant_config: {model_config: {activation: {calibration_type: [max, kl, reader-mse],"
            + " max_percentile: [0.999, 1], asymmetric: [true, false]},"
            + " modelwise_search: {metric: sqnr, similarity: 0.9}}}",
        "quant_config: {model_config: {layerwise_search: {metric: mae}},"
            + " op_config: {Conv: {qtype: int16, activation: {calibration_type: [kl, max]}}},"
            + " node_config: {'a b': {activation: {max_percentile: 0.99, asymmetric: false}}}}",
        "quant_config: {model_config: {all_node_type: int16, activation: {asymmetric: false}}}");
  }

  static List<String> targets() {
    return List.of(
        "generic-int8",
        "npu-symmetric-int8",
        "onnx-qdq-ort",
        "{name: mine, rounding: half-up, schemes: [{name: int8, activation: uint8,"
            + " asymmetric: false}, {name: int16, activation: int16}]}");
  }

  @ParameterizedTest
  @MethodSource("calibrations")
  void readsAsTheSameRequest(String calibration) {
    for (String target : targets()) {
      String text =
          "model_parameters:\n  onnx_model: m.onnx\n  march: %s\ncalibration_parameters:\n  cal_data_dir: d\n  %s\n"
              .formatted(target, calibration);
      CompileRequest request = request(text);
      String resolved = ResolvedConfig.of(request, Optional.empty());
      CompileRequest again = request(resolved);
      assertThat(again.options().wishes())
          .as(resolved)
          .containsExactlyInAnyOrderElementsOf(request.options().wishes());
      assertThat(again.options().withWishes(List.of()).withMentions(List.of()))
          .as(resolved)
          .isEqualTo(request.options().withWishes(List.of()).withMentions(List.of()));
      assertThat(again.gates())
          .as(resolved)
          .usingRecursiveComparison()
          .ignoringFields("labelled")
          .isEqualTo(request.gates());
      assertThat(resolved.contains("evaluation_labels: '../e/labels.txt'"))
          .isEqualTo(request.gates().labelled().isPresent());
      assertThat(again.target()).as(resolved).isEqualTo(request.target());
      assertThat(again.plan().isPresent()).as(resolved).isEqualTo(request.plan().isPresent());
      assertThat(again.search())
          .as(resolved)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*where")
          .isEqualTo(request.search());
    }
  }

  @Test
  void whatAPlanDecidesIsNotListed() {
    for (String target : targets()) {
      CompileRequest request =
          request(
              "model_parameters:\n  onnx_model: m.onnx\n  march: %s\n".formatted(target)
                  + "calibration_parameters:\n  cal_data_dir: d\n  plan: f/p_plan.json\n"
                  + "  calibration_type: kl\n  effort: best\n  target_agreement: 99\n  budget: 1\n"
                  + "  run_on_cpu: a\n  optimization: 'set_all_nodes_int16'\n"
                  + "  quant_config: {model_config: {activation: {asymmetric: false}}}\n");
      String resolved = ResolvedConfig.of(request, Optional.empty());
      assertThat(resolved)
          .contains("calibration_type: load", "plan: '../f/p_plan.json'")
          .doesNotContain(
              "effort", "target_agreement", "budget", "run_on_cpu", "all_node_type", "kl");
      assertThat(request(resolved).target()).as(resolved).isEqualTo(request.target());
    }
  }

  private static CompileRequest request(String text) {
    Path file = Path.of("folder/c.yaml");
    return new CompileSettings(ConfigFile.check(YamlReader.parse(text, "c.yaml"), file)).request();
  }
}
