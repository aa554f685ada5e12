package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One compilation of a file with tasks, in the fields of the flat form.
 *
 * @param name of the task that writes the module; empty in the flat form
 * @param first the name of the task that reads the float model
 * @param flat its fields, each at its own line
 */
record PulsarTask(String name, String first, YamlNode.Mapping flat) {
  private static final Set<String> ITEMS =
      Set.of("name", "input_model_items", "output_model_items");

  /** Kinds of files that stand in the flat form, too; the others are the vendor's own. */
  private static final Set<String> READABLE = Set.of("AUTO", "ONNX", "JOINT", "LAVA_JOINT");

  /** The only task of a file that has none. */
  static PulsarTask only(YamlNode.Mapping root) {
    return new PulsarTask("", "", root);
  }

  /** A task that reads a file. */
  static PulsarTask reading(String name, Message task) {
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    Message input = item(task, "input_model_items");
    path(input).ifPresent(path -> fields.put("input_path", path));
    kind(input, "INPUT").ifPresent(kind -> fields.put("input_type", kind));
    tensors(fields, task, "src_input_tensors", input, "input_tensors");
    tensors(fields, task, "src_output_tensors", input, "output_tensors");
    writing(fields, task);
    task.mapping().entries().entrySet().stream()
        .filter(entry -> !ITEMS.contains(entry.getKey()))
        .forEach(entry -> fields.putIfAbsent(entry.getKey(), entry.getValue()));
    return new PulsarTask(name, name, new YamlNode.Mapping(fields, task.line()));
  }

  /**
   * This task and one that goes on with its model: one compilation, since the quantized model lies
   * on the way to a module.
   *
   * @throws BadConfigurationException when both say the same field
   */
  PulsarTask then(String next, Message task, List<Finding> findings) {
    SequencedMap<String, YamlNode.Entry> fields = new LinkedHashMap<>();
    writing(fields, task);
    flat.entries().entrySet().stream()
        .filter(entry -> !Set.of("output_path", "output_type").contains(entry.getKey()))
        .forEach(entry -> fields.putIfAbsent(entry.getKey(), entry.getValue()));
    for (var entry : task.mapping().entries().entrySet()) {
      String field = entry.getKey();
      YamlNode.Entry own = fields.get(field);
      if (ITEMS.contains(field) || Objects.equals(own, entry.getValue())) {
        continue;
      }
      if (own != null && !isSame(own.value(), entry.getValue().value())) {
        throw new BadConfigurationException(
            "config.conflict",
            task.where(field),
            "task '%s' goes on with the model of '%s', which says '%s' already"
                .formatted(next, name, field),
            "say the field in one of the two");
      }
      fields.put(field, entry.getValue());
    }
    findings.add(
        Finding.info(
            "config.migrated",
            task.where("input_model_items"),
            "task '%s' goes on with the model of '%s': one compilation makes the quantized model and the module"
                .formatted(next, name)));
    return new PulsarTask(next, first, new YamlNode.Mapping(fields, task.line()));
  }

  private static boolean isSame(YamlNode one, YamlNode other) {
    return one instanceof YamlNode.Scalar(String text, int _)
        && other instanceof YamlNode.Scalar(String same, int _)
        && text.equals(same);
  }

  /** Where the module goes. */
  private static void writing(SequencedMap<String, YamlNode.Entry> fields, Message task) {
    Message output = item(task, "output_model_items");
    path(output).ifPresent(path -> fields.put("output_path", path));
    kind(output, "OUTPUT").ifPresent(kind -> fields.put("output_type", kind));
    tensors(fields, task, "dst_input_tensors", output, "input_tensors");
    tensors(fields, task, "dst_output_tensors", output, "output_tensors");
    YamlNode.Entry asked = task.mapping().entries().get("output_type");
    if (asked != null) {
      fields.put("output_type", asked);
    }
  }

  /** The model of the only item. */
  private static Message item(Message task, String items) {
    if (task.messages(items).size() > 1) {
      throw new BadConfigurationException(
          "config.refused-key",
          task.where(items),
          "a task makes one module of one model, and here are "
              + Count.of(task.messages(items).size(), "file"),
          "write a task for each");
    }
    return task.message(items).message("model");
  }

  private static Optional<YamlNode.Entry> path(Message model) {
    if (!model.has("path_v2")) {
      return Optional.ofNullable(model.mapping().entries().get("path"));
    }
    Message second = model.message("path_v2");
    boolean here = second.text("mode").filter("PATH_MODE_REL_EXEC"::equals).isPresent();
    return second
        .text("path")
        .map(text -> here ? Path.of(text).toAbsolutePath().toString() : text)
        .map(text -> entry(new YamlNode.Scalar(text, second.line("path"))));
  }

  /**
   * The kind of a file.
   *
   * @param side {@code INPUT} or {@code OUTPUT}
   */
  private static Optional<YamlNode.Entry> kind(Message model, String side) {
    Optional<String> word = model.text("type").map(type -> type.substring("MODEL_TYPE_".length()));
    if (word.isPresent() && !READABLE.contains(word.get())) {
      throw new BadConfigurationException(
          "config.refused-key",
          model.where("type"),
          "MODEL_TYPE_%s: files of this kind are the vendor's own".formatted(word.get()),
          "start from the .onnx file; the module that is written runs with plumb");
    }
    String other = side.equals("INPUT") ? "JOINT" : "ONNX";
    if (word.filter(other::equals).isPresent()) {
      throw new BadConfigurationException(
          "config.refused-key",
          model.where("type"),
          "MODEL_TYPE_%s is no %s of a compilation: it goes from ONNX to a module"
              .formatted(other, side.toLowerCase(Locale.ROOT)),
          "say MODEL_TYPE_ONNX of the input, and MODEL_TYPE_JOINT of the output");
    }
    return word.map(kind -> entry(new YamlNode.Scalar(side + "_TYPE_" + kind, model.line("type"))));
  }

  /** What a task and its item say of tensors. */
  private static void tensors(
      SequencedMap<String, YamlNode.Entry> fields,
      Message task,
      String field,
      Message item,
      String ofItem) {
    List<YamlNode> all =
        Stream.concat(task.messages(field).stream(), item.messages(ofItem).stream())
            .<YamlNode>map(Message::mapping)
            .toList();
    if (!item.messages(ofItem).isEmpty()) {
      fields.put(field, entry(new YamlNode.Sequence(new ArrayList<>(all), item.line(ofItem))));
    }
  }

  private static YamlNode.Entry entry(YamlNode node) {
    return new YamlNode.Entry(node, node.line());
  }
}
