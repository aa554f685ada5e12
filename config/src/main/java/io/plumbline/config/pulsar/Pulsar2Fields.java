package io.plumbline.config.pulsar;

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
  private static final String ALL = "DEFAULT";

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
    put(
        fields,
        "target_hardware",
        "TARGET_HARDWARE_" + root.text("target_hardware").orElse("AX650"),
        root.line("target_hardware"));
    tensors(fields);
    put(fields, "neuwizard_conf", quantization());
    return new YamlNode.Mapping(fields, root.line());
  }

  private void tensors(SequencedMap<String, YamlNode.Entry> fields) {
    List<YamlNode> sources = new ArrayList<>();
    List<YamlNode> destinations = new ArrayList<>();
    for (Message each : root.messages("input_processors")) {
      SequencedMap<String, YamlNode.Entry> source = named(each);
      each.text("tensor_format").ifPresent(word -> colour(source, each, "tensor_format", word));
      each.text("tensor_layout")
          .ifPresent(word -> put(source, "tensor_layout", word, each.line("tensor_layout")));
      sources.add(new YamlNode.Mapping(source, each.line()));
      SequencedMap<String, YamlNode.Entry> destination = named(each);
      String format = each.text("src_format").orElse("AutoColorSpace");
      if (format.equals("YUV420SP")) {
        colour(destination, each, "src_format", "NV12");
        boolean limited = each.text("csc_mode").filter("LimitedRange"::equals).isPresent();
        put(
            destination,
            "color_standard",
            limited ? "CSS_ITU_BT601_STUDIO_SWING" : "CSS_ITU_BT601_FULL_SWING",
            each.line("csc_mode"));
      } else if (!List.of("AutoColorSpace", "BGR", "RGB", "GRAY").contains(format)) {
        throw refused(each, "src_format", format + " is not read", "hand over YUV420SP or pixels");
      }
      if (each.text("csc_mode").filter("Matrix"::equals).isPresent()) {
        throw refused(each, "csc_mode", "colours are converted by BT.601", "say FullRange");
      }
      each.text("src_layout")
          .ifPresent(word -> put(destination, "tensor_layout", word, each.line("src_layout")));
      destinations.add(new YamlNode.Mapping(destination, each.line()));
    }
    put(fields, "src_input_tensors", new YamlNode.Sequence(sources, root.line()));
    put(fields, "dst_input_tensors", new YamlNode.Sequence(destinations, root.line()));
  }

  private static void colour(
      SequencedMap<String, YamlNode.Entry> fields, Message each, String field, String word) {
    put(
        fields,
        "color_space",
        "TENSOR_COLOR_SPACE_" + (word.equals("AutoColorSpace") ? "AUTO" : word),
        each.line(field));
  }

  private static SequencedMap<String, YamlNode.Entry> named(Message each) {
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    name(each).ifPresent(name -> put(fields, "tensor_name", name, each.line("tensor_name")));
    return fields;
  }

  private static Optional<String> name(Message each) {
    return each.text("tensor_name").filter(name -> !name.equals(ALL));
  }

  private YamlNode.Mapping quantization() {
    List<YamlNode> inputs = new ArrayList<>();
    List<YamlNode> sets = new ArrayList<>();
    for (Message each : quant.messages("input_configs")) {
      inputs.add(input(each));
      sets.add(
          mapping(
              Map.of(
                  "selector", selector("op_name", name(each)),
                  "path", scalar(each.text("calibration_dataset").orElse(""), each.line())),
              each.line("calibration_dataset")));
    }
    String method =
        Map.of("MSE", "MSE_CLIPPING", "Percentile", "PERCENTILE", "KL", "KL")
            .getOrDefault(quant.text("calibration_method").orElse("MinMax"), "MIN_MAX");
    boolean tuned =
        Stream.of("enable_adaround", "enable_lsq", "enable_brecq").anyMatch(quant::flag);
    int line = quant.line();
    return mapping(
        Map.of(
            "task_conf",
            mapping(
                Map.of(
                    "task_strategy",
                    scalar("TASK_STRATEGY_" + (tuned ? "FINETUNE_LSQ" : "DEFAULT"), line)),
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
                    "observer_method",
                    scalar("OBSVR_METHOD_" + method, quant.line("calibration_method"))),
                line)),
        line);
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
            "selector", selector("op_name", name(each)),
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
    Stream.of("layer_name", "layer_names")
        .flatMap(field -> each.texts(field).stream())
        .forEach(name -> selectors.add(selector("op_name", Optional.of(name))));
    Stream.of("op_type", "op_types")
        .flatMap(field -> each.texts(field).stream())
        .forEach(name -> selectors.add(selector("op_type", Optional.of(name))));
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
    return each.texts(field).stream().filter(name -> !name.equals(ALL)).toList();
  }

  private static YamlNode list(List<String> texts, int line) {
    return new YamlNode.Sequence(texts.stream().map(text -> scalar(text, line)).toList(), line);
  }

  private static YamlNode.Mapping selector(String field, Optional<String> name) {
    SequencedMap<String, YamlNode> fields = new LinkedHashMap<>();
    name.ifPresent(text -> fields.put(field, scalar(text, 1)));
    return mapping(fields, 1);
  }

  private static YamlNode scalar(String text, int line) {
    return new YamlNode.Scalar(text, line);
  }

  private static YamlNode.Mapping mapping(Map<String, YamlNode> fields, int line) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    fields.forEach((name, node) -> entries.put(name, new YamlNode.Entry(node, node.line())));
    return new YamlNode.Mapping(entries, line);
  }

  private static void put(
      SequencedMap<String, YamlNode.Entry> fields, String name, String text, int line) {
    fields.put(name, new YamlNode.Entry(scalar(text, line), line));
  }

  private static void put(SequencedMap<String, YamlNode.Entry> fields, String name, YamlNode node) {
    fields.put(name, new YamlNode.Entry(node, node.line()));
  }

  private static BadConfigurationException refused(
      Message message, String field, String reason, String remedy) {
    return new BadConfigurationException(
        "config.refused-key",
        message.where(field),
        "'%s' cannot be honoured: %s".formatted(field, reason),
        remedy);
  }
}
