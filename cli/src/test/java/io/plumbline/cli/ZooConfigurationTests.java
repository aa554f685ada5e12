package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Configurations in the style of the vendors' public model zoos run unchanged, and every key of
 * them is honoured, which the resolved configuration shows, or named among the findings. {@code
 * -Dplumbline.zoo=task} runs those alone whose name has such a part.
 */
class ZooConfigurationTests {
  /** What only holds other fields. */
  private static final Set<String> GROUPS =
      Set.of(
          ("model_parameters input_parameters calibration_parameters compiler_parameters custom_op"
                  + " neuwizard_conf operator_conf input_conf_items attributes input_modifications"
                  + " selector dataset_conf_calibration dataset_conf_items pulsar_conf task_conf"
                  + " operator_conf_items supernet_options mixbit_params tasks input_model_items"
                  + " output_model_items model path_v2 global_conf resize_conf quant input_configs"
                  + " layer_configs input_processors compiler name mode caffe_input_path"
                  + " finetune_options total_samples learning_rate optimizer cpu_backend_settings"
                  + " axe_param evaluation_conf enable_onnxsim jobs max_number_of_operators"
                  + " deploy_modifications output_conf_items disable_onnx_optimization model_check"
                  + " output_dtype")
              .split(" "));

  /** Keys that are other ones once everything is resolved, with what shows there. */
  private static final Map<String, String> RESOLVED =
      Map.ofEntries(
          Map.entry("norm_type", "mean_value|featuremap"),
          Map.entry("std_value", "scale_value"),
          Map.entry("set_node_data_type", "node_config"),
          Map.entry("node_info", "node_config"),
          Map.entry("optimization", "model_output_type|all_node_type"),
          Map.entry("separate_batch", "separate_name|input_batch: 1"),
          Map.entry("max_percentile", "max.percentile|calibration_type: max"),
          Map.entry("data_type", "data_type|qtype"),
          Map.entry("input_layout_train", "input_layout_train|featuremap"),
          Map.entry("input_layout_rt", "input_layout_rt|featuremap"),
          Map.entry("op_name_regex", "op_name"),
          Map.entry("input_tensors", "src_input_tensors"),
          Map.entry("output_tensors", "dst_input_tensors"),
          Map.entry("task_output", "person\\.joint"),
          Map.entry("output_idx", "person\\.joint"),
          Map.entry("input_task_names", "person\\.joint"),
          Map.entry("output_task_names", "person\\.joint"),
          Map.entry("strategy", "OUTPUT_TYPE_SUPERNET"),
          Map.entry("batch_size_option", "input_batch"),
          Map.entry("keep_aspect_ratio", "preprocess_on"),
          Map.entry("input", "onnx_model"),
          Map.entry("input_shapes", "input_shape"),
          Map.entry("output_dir", "working_dir"),
          Map.entry("output_name", "output_model_file_prefix"),
          Map.entry("precision_analysis", "Operator,Type,Output Tensor"),
          Map.entry("precision_analysis_method", "Operator,Type,Output Tensor"),
          Map.entry("max_dynamic_batch_size", "input_batch: 2"),
          Map.entry("model_type", "onnx_model"),
          Map.entry("tensor_name", "input_name|tensor_name"),
          Map.entry("calibration_dataset", "cal_data_dir"),
          Map.entry("calibration_format", "input_type_rt"),
          Map.entry("calibration_mean", "mean_value"),
          Map.entry("calibration_std", "scale_value"),
          Map.entry("calibration_method", "calibration_type"),
          Map.entry("tensor_format", "input_type_train"),
          Map.entry("src_format", "input_type_rt"),
          Map.entry("src_dtype", "input_type_rt"),
          Map.entry("src_layout", "input_layout_rt"),
          Map.entry("csc_mode", "input_space_and_range"),
          Map.entry("layer_names", "node_config"),
          Map.entry("op_types", "op_config"),
          Map.entry("op_type", "op_config"),
          Map.entry("start_tensor_names", "all_node_type"),
          Map.entry("end_tensor_names", "all_node_type"),
          Map.entry("enable_adaround", "effort: best"),
          Map.entry("static_batch_sizes", "input_batch"),
          Map.entry("target_hardware", "march"));

  /** An output that is less like the float model's must be told. */
  private static final double NEAR = 0.95;

  @TempDir private Path folder;

  static Stream<String> names() {
    return Stream.of(
            ZooFolder.names("horizon", "yaml"),
            ZooFolder.names("pulsar", "prototxt"),
            ZooFolder.names("pulsar2", "json|yaml|toml"))
        .flatMap(List::stream)
        .filter(name -> name.contains(System.getProperty("plumbline.zoo", "")));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void runsUnchangedAndEveryKeyIsHonouredOrNamed(String name) {
    Path file = new ZooFolder(new Scene(folder)).holding(name);
    PlumbRun run = PlumbRun.of("compile", "-c", file, "--json", "--no-native");
    assertThat(run.status()).as(run.err()).isZero();
    String resolved =
        Scene.files(folder).stream()
            .filter(
                each ->
                    each.toString()
                        .matches(".*(resolved\\.yaml|output_config\\.prototxt|errors\\.csv)"))
            .map(each -> new String(Scene.bytes(each), StandardCharsets.UTF_8))
            .collect(Collectors.joining("\n"));
    String text = new String(ZooFolder.resource(name), StandardCharsets.UTF_8);
    assertThat(keys(text, name))
        .filteredOn(key -> !run.err().matches("(?s).*['.]" + key + "'.*"))
        .filteredOn(key -> !shows(key, resolved))
        .isEmpty();
    for (JsonNode compilation : compilations(run.json())) {
      for (JsonNode output : compilation.get("outputs")) {
        if (output.get("quantized_cosine").asDouble() < NEAR) {
          assertThat(run.err()).contains("keeps a cosine of");
        }
      }
    }
  }

  private static Iterable<JsonNode> compilations(JsonNode root) {
    return root.has("tasks") ? root.get("tasks") : List.of(root);
  }

  private static boolean shows(String key, String resolved) {
    String sign = RESOLVED.getOrDefault(key, "\\b" + key + "(:| \\{)");
    return Pattern.compile(sign).matcher(resolved).find();
  }

  /** The keys of a file: of Horizon's those of its groups, of the others those at any depth. */
  private static SequencedSet<String> keys(String text, String name) {
    String key =
        name.startsWith("horizon/")
            ? "(?m)^  (\\w+): (?!(''|\"\"|None)$)"
            : switch (name.substring(name.lastIndexOf('.') + 1)) {
              case "prototxt" -> "\\b([a-z]\\w*)\\s*[:{]";
              case "toml" -> "(?m)^(\\w+) =";
              case "json" -> "\"(\\w+)\"\\s*:";
              default -> "(?m)^[ -]*(\\w+):";
            };
    Matcher found = Pattern.compile(key).matcher(text.replaceAll("(?m)#.*$", ""));
    SequencedSet<String> keys = new LinkedHashSet<>();
    while (found.find()) {
      keys.add(found.group(1));
    }
    keys.removeAll(GROUPS);
    return keys;
  }
}
