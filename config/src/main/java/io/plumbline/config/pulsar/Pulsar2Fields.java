package io.plumbline.config.pulsar;

import static io.plumbline.config.pulsar.Pulsar2Tree.list;
import static io.plumbline.config.pulsar.Pulsar2Tree.mapping;
import static io.plumbline.config.pulsar.Pulsar2Tree.name;
import static io.plumbline.config.pulsar.Pulsar2Tree.put;
import static io.plumbline.config.pulsar.Pulsar2Tree.refused;
import static io.plumbline.config.pulsar.Pulsar2Tree.scalar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** A configuration of Pulsar2 in the fields of {@code config.prototxt}, each at its own line. */
final class Pulsar2Fields {
  /** Beside the fields of an evaluation: which of this generation's tables it is. */
  static final String PRECISION_TABLE = "precision_table";

  /** In place of the hardware where none is named: what is taken. */
  static final String USUAL_HARDWARE = "usual_hardware";

  static final String SAMPLES = "input_sample_dir";
  static final String END_TO_END = "EndToEnd";
  static final String PER_LAYER = "PerLayer";

  private final Message root;
  private final Message quant;

  private Pulsar2Fields(Message root) {
    this.root = root;
    this.quant = root.message("quant");
  }

  static YamlNode.Mapping of(Message root) {
    return new Pulsar2Fields(root).all();
  }

  private YamlNode.Mapping all() {
    if (root.text("model_type").filter("QuantAxModel"::equals).isPresent()) {
      throw refused(root, "model_type", "files of this kind are the vendor's own", "say ONNX");
    }
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    root.text("input").ifPresent(text -> put(fields, "input_path", text, root.line("input")));
    String folder = root.text("output_dir").orElse("./output");
    put(
        fields,
        "output_path",
        folder + "/" + root.text("output_name").orElse("compiled"),
        root.line("output_dir"));
    root.text("target_hardware")
        .ifPresentOrElse(
            word ->
                put(
                    fields,
                    "target_hardware",
                    "TARGET_HARDWARE_" + word,
                    root.line("target_hardware")),
            () -> put(fields, USUAL_HARDWARE, "AX650", root.line()));
    Pulsar2Tensors tensors = Pulsar2Tensors.of(root);
    put(fields, "src_input_tensors", tensors.sources());
    put(fields, "dst_input_tensors", tensors.destinations());
    put(fields, "neuwizard_conf", quantization());
    batches().ifPresent(sizes -> put(fields, "pulsar_conf", sizes));
    return new YamlNode.Mapping(fields, root.line());
  }

  /** The batches that programs are asked for. */
  private Optional<YamlNode.Mapping> batches() {
    Message compiler = root.message("compiler");
    return Stream.of("static_batch_sizes", "max_dynamic_batch_size")
        .filter(field -> compiler.numbers(field).stream().anyMatch(size -> size > 0))
        .findFirst()
        .map(
            field -> {
              int line = compiler.line(field);
              return mapping(Map.of("batch_size", list(compiler.texts(field), line)), line);
            });
  }

  private YamlNode.Mapping quantization() {
    List<YamlNode> inputs = new ArrayList<>();
    List<YamlNode> sets = new ArrayList<>();
    for (Message each : quant.messages("input_configs")) {
      inputs.add(input(each));
      sets.add(
          mapping(
              Map.of(
                  "selector", selector("op_name", name(each), each.line("tensor_name")),
                  "path",
                      scalar(
                          each.text("calibration_dataset").orElse(""),
                          each.line("calibration_dataset"))),
              each.line("calibration_dataset")));
    }
    inputs.addAll(shapes());
    String method =
        Map.of("MSE", "MSE_CLIPPING", "Percentile", "PERCENTILE", "KL", "KL")
            .getOrDefault(quant.text("calibration_method").orElse("MinMax"), "MIN_MAX");
    Optional<String> tuned =
        Stream.of("enable_adaround", "enable_lsq", "enable_brecq").filter(quant::flag).findFirst();
    int line = quant.line();
    String analysed = Boolean.toString(quant.flag("precision_analysis"));
    int analysis = quant.line("precision_analysis");
    SequencedMap<String, YamlNode> fields = new LinkedHashMap<>();
    ownSamples(quant).ifPresent(set -> fields.put("dataset_conf_error_measurement", set));
    fields.putAll(
        Map.of(
            "evaluation_conf",
            mapping(
                Map.of(
                    "score_compare_per_layer",
                    scalar(analysed, analysis),
                    PRECISION_TABLE,
                    scalar(
                        quant.text("precision_analysis_method").orElse(PER_LAYER),
                        quant.line("precision_analysis_method"))),
                analysis),
            "task_conf",
            mapping(
                Map.of(
                    "task_strategy",
                    scalar(
                        "TASK_STRATEGY_" + (tuned.isPresent() ? "FINETUNE_LSQ" : "DEFAULT"),
                        tuned.map(quant::line).orElse(line))),
                line),
            "operator_conf",
            mapping(
                Map.of(
                    "input_conf_items", new YamlNode.Sequence(inputs, line),
                    "operator_conf_items", new YamlNode.Sequence(layers(), line)),
                line),
            "dataset_conf_calibration",
            mapping(
                Map.of(
                    "dataset_conf_items",
                    new YamlNode.Sequence(sets, line),
                    "size",
                    scalar(Integer.toString(size()), line),
                    "observer_method",
                    scalar("OBSVR_METHOD_" + method, quant.line("calibration_method"))),
                line)));
    return mapping(fields, line);
  }

  /** Samples for the table of precision alone; empty where they are those of the calibration. */
  private static Optional<YamlNode> ownSamples(Message quant) {
    int line = quant.line(SAMPLES);
    return quant
        .text(SAMPLES)
        .filter(folder -> !folder.isEmpty() && hasOwnSamples(quant))
        .map(
            folder ->
                mapping(
                    Map.of("path", scalar(folder, line), "type", scalar("DATASET_TYPE_TAR", line)),
                    line));
  }

  /** Whether a model takes the samples that are named for the table. */
  static boolean hasOwnSamples(Message quant) {
    List<Message> inputs = quant.messages("input_configs");
    return quant.flag("precision_analysis")
        && inputs.size() == 1
        && !inputs.getFirst().text("calibration_format").orElse("Image").equals("Image");
  }

  /** The least of what is said for each input; -1 where nothing is. */
  private int size() {
    return quant.messages("input_configs").stream()
        .flatMap(each -> each.texts("calibration_size").stream())
        .mapToInt(Integer::parseInt)
        .filter(size -> size > 0)
        .min()
        .orElse(-1);
  }

  /** Shapes that are given, each as a step of its input. */
  private List<YamlNode> shapes() {
    List<YamlNode> items = new ArrayList<>();
    int line = root.line("input_shapes");
    for (String each : root.text("input_shapes").orElse("").split(";", -1)) {
      if (each.isBlank()) {
        continue;
      }
      int colon = each.lastIndexOf(':');
      String shape = each.substring(colon + 1).strip();
      if (colon < 0 || !shape.matches("\\d{1,9}(x\\d{1,9})*")) {
        throw new BadConfigurationException(
            "config.value",
            root.where("input_shapes"),
            "'input_shapes': expected NAME:1x3x224x224, separated by ';', found " + each.strip(),
            "correct the value");
      }
      YamlNode step =
          mapping(
              Map.of(
                  "override_input_shape",
                  mapping(Map.of("shape", list(List.of(shape.split("x", -1)), line)), line)),
              line);
      items.add(
          mapping(
              Map.of(
                  "selector",
                  selector("op_name", Optional.of(each.substring(0, colon).strip()), line),
                  "attributes",
                  mapping(
                      Map.of("input_modifications", new YamlNode.Sequence(List.of(step), line)),
                      line)),
              line));
    }
    return items;
  }

  private static YamlNode.Mapping input(Message each) {
    String format = each.text("calibration_format").orElse("Image");
    if (format.equals("NumpyObject")) {
      throw refused(
          each,
          "calibration_format",
          "dictionaries of arrays are not read",
          "write a set for each input, with the same file names");
    }
    List<YamlNode> steps = new ArrayList<>();
    if (format.equals("Image") && (each.has("calibration_mean") || each.has("calibration_std"))) {
      SequencedMap<String, YamlNode> constants = new LinkedHashMap<>();
      Map.of("mean", "calibration_mean", "std", "calibration_std")
          .forEach((ours, own) -> copy(each, own, ours, constants));
      steps.add(
          mapping(
              Map.of("input_normalization", mapping(constants, each.line("calibration_mean"))),
              each.line("calibration_mean")));
    }
    return mapping(
        Map.of(
            "selector", selector("op_name", name(each), each.line("tensor_name")),
            "attributes",
                mapping(
                    Map.of(
                        "type",
                        scalar(format.equals("Image") ? "UINT8" : "FLOAT32", each.line()),
                        "input_modifications",
                        new YamlNode.Sequence(steps, each.line())),
                    each.line())),
        each.line());
  }

  private static void copy(
      Message from, String field, String name, SequencedMap<String, YamlNode> to) {
    YamlNode.Entry entry = from.mapping().entries().get(field);
    if (entry != null) {
      to.put(name, entry.value());
    }
  }

  private List<YamlNode> layers() {
    List<YamlNode> items = new ArrayList<>();
    for (Message each : quant.messages("layer_configs")) {
      boolean real = each.text("weight_data_type").filter("FP32"::equals).isPresent();
      String type =
          real
              ? "FLOAT32"
              : switch (each.text("data_type").orElse("U8")) {
                case "U16", "S16" -> "UINT16";
                case "FP32" -> "FLOAT32";
                default -> "UINT8";
              };
      for (YamlNode.Mapping selector : selectors(each)) {
        items.add(
            mapping(
                Map.of(
                    "selector",
                    selector,
                    "attributes",
                    mapping(Map.of("input_feature_type", scalar(type, each.line())), each.line())),
                each.line()));
      }
    }
    return items;
  }

  private static List<YamlNode.Mapping> selectors(Message each) {
    List<YamlNode.Mapping> selectors = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    Stream.of("layer_name", "layer_names").forEach(field -> fields.put(field, "op_name"));
    Stream.of("op_type", "op_types").forEach(field -> fields.put(field, "op_type"));
    fields.forEach(
        (field, ours) ->
            each.texts(field)
                .forEach(
                    name -> selectors.add(selector(ours, Optional.of(name), each.line(field)))));
    if (each.has("start_tensor_names") || each.has("end_tensor_names")) {
      List<String> starts = ends(each, "start_tensor_names");
      List<String> ends = ends(each, "end_tensor_names");
      SequencedMap<String, YamlNode> section = new LinkedHashMap<>();
      if (!starts.isEmpty() || !ends.isEmpty()) {
        section.put("start", list(starts, each.line()));
        section.put("end", list(ends, each.line()));
      }
      selectors.add(mapping(section, each.line()));
    }
    return selectors;
  }

  private static List<String> ends(Message each, String field) {
    return each.texts(field).stream().filter(name -> !name.equals(Pulsar2Tree.ALL)).toList();
  }

  private static YamlNode.Mapping selector(String field, Optional<String> name, int line) {
    SequencedMap<String, YamlNode> fields = new LinkedHashMap<>();
    name.ifPresent(text -> fields.put(field, scalar(text, line)));
    return mapping(fields, line);
  }
}
