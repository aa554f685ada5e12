package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * A checked {@code config.prototxt}, or one compilation of a file with tasks.
 *
 * @param root its fields in the flat form
 * @param task the name of the task; empty in a file without tasks
 * @param findings what its fields do not do
 */
record PulsarFile(Path file, Message root, String task, List<Finding> findings) {
  private static final String USUAL_NAME = "model";

  PulsarFile {
    findings = List.copyOf(findings);
  }

  /**
   * Checks the fields of a file.
   *
   * @return its compilations, in order
   * @throws BadConfigurationException naming file, line, field and nearest spelling
   */
  static List<PulsarFile> check(YamlNode node, Path file) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw new BadConfigurationException(
          "config.no-mapping",
          file.toString(),
          "expected fields, found " + node.kind(),
          "write NAME: VALUE, one a line");
    }
    List<Finding> findings =
        new ArrayList<>(ProtoCheck.findings(ProtoSchema.PULSAR, mapping, file.toString()));
    List<PulsarTask> tasks = PulsarTasks.of(Message.of(mapping, file.toString()), findings);
    List<PulsarFile> files =
        tasks.stream()
            .map(
                each ->
                    new PulsarFile(
                        file, Message.of(each.flat(), file.toString()), each.name(), findings))
            .toList();
    requireApart(files);
    return files;
  }

  /** Two compilations that write the same files would leave those of the last. */
  private static void requireApart(List<PulsarFile> files) {
    Map<Path, String> places = new HashMap<>();
    for (PulsarFile each : files) {
      claim(places, each.place(), each.task(), each.root().where("output_path"));
    }
  }

  /**
   * The same of compilations whose fields were replaced, with modules that are named beside the
   * folder of artefacts.
   *
   * @param texts flat configurations with absolute paths, by name of the task
   * @param modules of the first of them
   */
  static void requireApart(Path file, SequencedMap<String, String> texts, List<String> modules) {
    Map<Path, String> places = new HashMap<>();
    int index = 0;
    for (var each : texts.entrySet()) {
      Message root = Message.of(TextProto.parse(each.getValue(), file.toString()), file.toString());
      PulsarFile flat = new PulsarFile(file, root, each.getKey(), List.of());
      claim(places, flat.place(), each.getKey(), file.toString());
      if (index < modules.size()) {
        Path module = flat.module().toAbsolutePath().normalize();
        claim(places, module.resolveSibling(flat.prefix()), each.getKey(), file.toString());
      }
      index++;
    }
  }

  private static void claim(Map<Path, String> places, Path place, String task, String where) {
    String other = places.put(place, task);
    if (other != null && !other.equals(task)) {
      throw new BadConfigurationException(
          "config.conflict",
          where,
          "tasks '%s' and '%s' both write %s".formatted(other, task, place),
          "give each an output of its own");
    }
  }

  /** What the names of all artefacts begin with. */
  private Path place() {
    return folder().toAbsolutePath().normalize().resolve(prefix());
  }

  /** Whether the file says where its module goes. */
  boolean hasOutput() {
    return output().isPresent();
  }

  /** The module under the name that scripts expect, where the file names none. */
  Path usualOutput() {
    return place().resolveSibling(prefix() + ".joint");
  }

  /** The folder that artefacts go to. */
  Path folder() {
    Path output = module();
    Optional<Path> given = path(pulsar(), "output_dir");
    return given.or(() -> Optional.ofNullable(output.toAbsolutePath().getParent())).orElse(output);
  }

  /** The name of the module without its ending. */
  String prefix() {
    String name = String.valueOf(module().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private Path module() {
    String usual = task.isEmpty() ? USUAL_NAME : task;
    return output()
        .or(() -> path(pulsar(), "output_dir").map(dir -> dir.resolve(usual)))
        .orElseGet(() -> resolved("./model_output/" + usual));
  }

  Message neuwizard() {
    return root.message("neuwizard_conf");
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
    return root.message("pulsar_conf");
  }

  /** The file of the float model. */
  Optional<Path> input() {
    return path(root, "input_path").or(() -> path(taskConf(), "input_path"));
  }

  /** The file that the program is to be written to. */
  private Optional<Path> output() {
    return path(root, "output_path").or(() -> path(taskConf(), "output_path"));
  }

  /** What the model and the product are, such as {@code INPUT_TYPE_ONNX}, where it is said. */
  List<Stated> kinds() {
    return Stream.of("input_type", "output_type")
        .flatMap(field -> stated(root, field).stream())
        .toList();
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
    return all("src_input_tensors", "input_tensors");
  }

  /** What is said of the inputs of the program. */
  List<Message> destinations() {
    return all("dst_input_tensors", "output_tensors");
  }

  /** What is said of the outputs of the program. */
  List<Message> results() {
    return root.messages("dst_output_tensors");
  }

  private List<Message> all(String name, String older) {
    List<Message> all = new ArrayList<>(root.messages(older));
    all.addAll(root.messages(name));
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
