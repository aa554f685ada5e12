package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A checked {@code config.prototxt}, in the flat form or in that of one task.
 *
 * @param root all of it
 * @param settings what holds the groups: the root, or the task
 * @param findings what its fields do not do
 */
record PulsarFile(Path file, Message root, Message settings, List<Finding> findings) {
  /** Fields that count beside a task. */
  private static final List<String> BESIDE_TASKS =
      List.of("tasks", "input_task_names", "output_task_names", "plumbline");

  PulsarFile {
    findings = List.copyOf(findings);
  }

  /**
   * Checks the fields of a file.
   *
   * @throws BadConfigurationException naming file, line, field and nearest spelling
   */
  static PulsarFile check(YamlNode node, Path file) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw new BadConfigurationException(
          "config.no-mapping",
          file.toString(),
          "expected fields, found " + node.kind(),
          "write NAME: VALUE, one a line");
    }
    List<Finding> findings =
        new ArrayList<>(ProtoCheck.findings(ProtoSchema.PULSAR, mapping, file.toString()));
    Message root = Message.of(mapping, file.toString());
    List<Message> tasks = root.messages("tasks");
    if (tasks.size() > 1) {
      throw new BadConfigurationException(
          "config.refused-key",
          root.where("tasks"),
          String.format(
              Locale.ROOT, "%s: one model is compiled at a time", Count.of(tasks.size(), "task")),
          "write a configuration for each task");
    }
    if (!tasks.isEmpty()) {
      mapping.entries().keySet().stream()
          .filter(field -> !BESIDE_TASKS.contains(field))
          .forEach(
              field ->
                  findings.add(
                      Finding.warning(
                          "config.not-available",
                          root.where(field),
                          "'%s' is not read beside tasks; write it into the task"
                              .formatted(field))));
    }
    return new PulsarFile(file, root, tasks.isEmpty() ? root : tasks.getFirst(), findings);
  }

  private boolean isTask() {
    return settings.line() != root.line() || root.has("tasks");
  }

  Message neuwizard() {
    return settings.message("neuwizard_conf");
  }

  Message taskConf() {
    return neuwizard().message("task_conf");
  }

  Message operators() {
    return neuwizard().message("operator_conf");
  }

  Message calibration() {
    return neuwizard().message("dataset_conf_calibration");
  }

  /** The samples that the error is measured on: of the calibration where no others are named. */
  Message errors() {
    Message own = neuwizard().message("dataset_conf_error_measurement");
    return isNamed(own) ? own : calibration();
  }

  /** Whether the error is to be measured on samples that are named for it. */
  boolean measures() {
    return isNamed(neuwizard().message("dataset_conf_error_measurement"));
  }

  private static boolean isNamed(Message set) {
    return set.has("path") || set.has("dataset_conf_items");
  }

  Message pulsar() {
    return settings.message("pulsar_conf");
  }

  /** The file of the float model. */
  Optional<Path> input() {
    return isTask() ? item("input_model_items") : path(root, "input_path").or(this::ofQuantizer);
  }

  private Optional<Path> ofQuantizer() {
    return path(taskConf(), "input_path");
  }

  /** The file that the program is to be written to. */
  Optional<Path> output() {
    return isTask()
        ? item("output_model_items")
        : path(root, "output_path").or(() -> path(taskConf(), "output_path"));
  }

  private Optional<Path> item(String items) {
    Message model = model(items);
    if (model.has("path_v2")) {
      Message second = model.message("path_v2");
      boolean here = second.text("mode").filter("PATH_MODE_REL_EXEC"::equals).isPresent();
      return here ? second.text("path").map(Path::of) : path(second, "path");
    }
    return path(model, "path");
  }

  private Message model(String items) {
    return settings.message(items).message("model");
  }

  /** What the model and the product are, such as {@code INPUT_TYPE_ONNX}, where it is said. */
  List<Stated> kinds() {
    List<Stated> kinds = new ArrayList<>();
    Stream.of("input_type", "output_type")
        .forEach(field -> stated(settings, field).ifPresent(kinds::add));
    Stream.of("input_model_items", "output_model_items")
        .forEach(items -> stated(model(items), "type").ifPresent(kinds::add));
    return kinds;
  }

  /**
   * A word that is given.
   *
   * @param where file and line
   */
  record Stated(String word, String where) {}

  private static Optional<Stated> stated(Message message, String field) {
    return message.text(field).map(word -> new Stated(word, message.where(field)));
  }

  /** What is said of the inputs of the float model. */
  List<Message> sources() {
    return all("src_input_tensors", "input_tensors", "input_model_items", "input_tensors");
  }

  /** What is said of the inputs of the program. */
  List<Message> destinations() {
    return all("dst_input_tensors", "output_tensors", "output_model_items", "input_tensors");
  }

  /** What is said of the outputs of the program. */
  List<Message> results() {
    return all("dst_output_tensors", "", "output_model_items", "output_tensors");
  }

  private List<Message> all(String name, String older, String items, String ofItem) {
    List<Message> all = new ArrayList<>(settings.messages(older));
    all.addAll(settings.messages(name));
    all.addAll(model(items).messages(ofItem));
    return all;
  }

  /** A path relative to the file. */
  Optional<Path> path(Message message, String field) {
    return message.text(field).filter(text -> !text.isEmpty()).map(this::resolved);
  }

  Path resolved(String text) {
    Path folder = file.toAbsolutePath().getParent();
    Path path = Path.of(text);
    return folder == null ? path : folder.resolve(path).normalize();
  }
}
