package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Pulsar's {@code config.prototxt}: messages in protobuf's text format. */
public final class PulsarDialect implements Dialect {
  private static final List<String> ENDINGS = List.of(".prototxt", ".pbtxt", ".textproto");
  private static final Pattern MESSAGE =
      Pattern.compile("(?m)^\\s*(tasks|\\w+_tensors|neuwizard_conf|pulsar_conf)\\s*:?\\s*\\{");

  /** Whether a text is in protobuf's text format, as its name or its first messages say. */
  public static boolean isTextProto(Path file, String text) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) || MESSAGE.matcher(text).find();
  }

  /**
   * The compilations that a file asks for, each as the text of a flat configuration with other
   * values of some fields. Paths become absolute and an output that is not named is written out, so
   * that it may lie anywhere.
   *
   * @param inputs float models in place of the file's, in the order of its compilations, or as its
   *     input_task_names say
   * @param outputs modules likewise, in the order of its compilations
   * @param values by the path of the field, such as {@code pulsar_conf.batch_size}, of all
   * @return by name of the task, which is empty in the flat form
   * @throws BadConfigurationException when the file is no such configuration, or more is given than
   *     it has compilations, or two of them would write the same file
   */
  public static SequencedMap<String, String> merged(
      Path file, List<String> inputs, List<String> outputs, Map<String, String> values) {
    YamlNode.Mapping root = TextProto.parse(YamlReader.text(file), file.toString());
    List<PulsarFile> all = PulsarFile.check(root, file);
    Message message = Message.of(root, file.toString());
    List<Integer> order = PulsarTasks.inputOrder(message);
    requireAtMost(inputs, order.stream().mapToInt(Integer::intValue).max().orElse(0) + 1, file);
    requireAtMost(outputs, all.size(), file);
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (int index = 0; index < all.size(); index++) {
      Map<String, String> own = new LinkedHashMap<>(values);
      int place = order.get(index);
      if (place >= 0 && place < inputs.size()) {
        own.put("input_path", inputs.get(place));
      }
      if (index < outputs.size()) {
        own.put("output_path", outputs.get(index));
      } else if (!all.get(index).hasOutput()) {
        own.put("output_path", all.get(index).usualOutput().toString());
      }
      PulsarFile each = all.get(index);
      texts.put(each.task(), ProtoMerge.of(each, each.root().mapping(), own));
    }
    PulsarFile.requireApart(file, texts, outputs);
    return texts;
  }

  /**
   * What a file with tasks says that none of its {@linkplain #merged compilations} has: fields
   * beside the tasks, and tasks that are not compiled.
   *
   * @throws BadConfigurationException when the file is no such configuration
   */
  public static List<Finding> besideTasks(Path file) {
    List<Finding> findings = new ArrayList<>();
    PulsarTasks.of(
        Message.of(TextProto.parse(YamlReader.text(file), file.toString()), file.toString()),
        findings);
    return List.copyOf(findings);
  }

  /**
   * The SHA-256 of the float model that a resolved configuration was written for, if it says so.
   */
  public static Optional<String> modelDigest(Path file) {
    String text = YamlReader.text(file);
    return isTextProto(file, text)
        ? Message.of(TextProto.parse(text, file.toString()), file.toString())
            .message("plumbline")
            .text("model_sha256")
        : Optional.empty();
  }

  /**
   * What makes a configuration hold the weights of some nodes in 4 bits: the block that a search of
   * bits leaves.
   */
  public static String narrowWeights(List<String> nodes) {
    ProtoText text = new ProtoText();
    for (String node : nodes) {
      text.begin("operator_conf_items");
      text.begin("selector").text("op_name", node).end();
      text.begin("attributes").word("input_feature_type", "UINT8").word("weight_type", "INT4");
      text.end().end();
    }
    return text.written();
  }

  private static void requireAtMost(List<String> given, int most, Path file) {
    if (given.size() > most) {
      throw new BadConfigurationException(
          "config.conflict",
          file.toString(),
          "%s too many: it asks for %s"
              .formatted(Count.of(given.size() - most, "file"), Count.of(most, "compilation")),
          "name one for each, in the order of the tasks");
    }
  }

  @Override
  public boolean recognises(YamlNode root) {
    return root instanceof YamlNode.Mapping(var fields, int _)
        && ProtoSchema.PULSAR.fields(ProtoSchema.ROOT).stream()
            .map(ProtoField::name)
            .anyMatch(fields::containsKey);
  }

  @Override
  public Configuration read(YamlNode root, Path file) {
    List<Configuration> all =
        PulsarFile.check(root, file).stream()
            .<Configuration>map(each -> new PulsarConfiguration(each, true))
            .toList();
    return all.size() == 1 ? all.getFirst() : new PulsarTaskList(file, all);
  }
}
