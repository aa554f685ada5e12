package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The fields of a configuration of Pulsar2 that its command line may give by their dotted paths,
 * such as {@code quant.calibration_method}; what the command line says wins over the file.
 */
public final class Pulsar2Flags {
  private static final List<String> PARTS = List.of("quant", "compiler");
  private static final Set<String> PATHS =
      Set.of("input", "output_dir", "calibration_dataset", Pulsar2Fields.SAMPLES);

  private Pulsar2Flags() {}

  /**
   * A field that a flag may give.
   *
   * @param path with dots
   * @param about what comes of it, a sentence
   * @param several whether it holds more than one value
   * @param bool whether it is true or false
   * @param used whether it is honoured; whatever others say, the result is the same
   */
  public record Flag(String path, String about, boolean several, boolean bool, boolean used) {}

  /** All of them: fields of messages that stand once. */
  public static List<Flag> all() {
    List<Flag> all = new ArrayList<>();
    ProtoSchema.PULSAR2.fields(ProtoSchema.ROOT).stream()
        .filter(field -> field.type() instanceof FieldType.Text || isWords(field))
        .forEach(field -> all.add(flag("", field)));
    for (String part : PARTS) {
      FieldType type = ProtoSchema.PULSAR2.field(ProtoSchema.ROOT, part).orElseThrow().type();
      if (type instanceof FieldType.Nested(String kind)) {
        ProtoSchema.PULSAR2.fields(kind).stream()
            .filter(field -> !(field.type() instanceof FieldType.Nested))
            .filter(field -> !field.name().equals("sub_configs"))
            .forEach(field -> all.add(flag(part + ".", field)));
      }
    }
    return List.copyOf(all);
  }

  private static boolean isWords(ProtoField field) {
    return field.type() instanceof FieldType.Words;
  }

  private static Flag flag(String part, ProtoField field) {
    String about =
        switch (field.effect()) {
          case USED -> field.about();
          case NONE -> "Without effect: %s.".formatted(field.reason());
          case LACKING -> "Not available: %s; %s.".formatted(field.reason(), field.remedy());
          case REFUSED -> "Refused: %s; %s.".formatted(field.reason(), field.remedy());
        };
    return new Flag(
        part + field.name(),
        about,
        field.repeated(),
        field.type() instanceof FieldType.Flag,
        field.effect() == ProtoField.Effect.USED);
  }

  /**
   * Holds what one flag gives against the field.
   *
   * @return what it does not do
   * @throws io.plumbline.tensor.BadConfigurationException naming the flag, when it holds something
   *     else than the field
   */
  public static List<Finding> check(Flag flag, List<String> values) {
    YamlNode.Mapping tree = new YamlNode.Mapping(new LinkedHashMap<>(), 0);
    return ProtoCheck.findings(
        ProtoSchema.PULSAR2, with(tree, flag.path(), node(flag, values)), "--" + flag.path());
  }

  /**
   * A file with other values, as JSON, to lie elsewhere: its paths become absolute, and each line
   * says which of the file it is from.
   *
   * @param root of the file
   * @param values of flags that are used, with paths that are absolute
   */
  public static String merged(
      YamlNode.Mapping root, Path file, SequencedMap<Flag, List<String>> values) {
    YamlNode.Mapping merged = root;
    if (!root.entries().containsKey("output_dir")) {
      merged = with(merged, "output_dir", new YamlNode.Scalar("./output", 0));
    }
    merged = (YamlNode.Mapping) placed(merged, "", file.toAbsolutePath().resolveSibling(""));
    for (Map.Entry<Flag, List<String>> each : values.entrySet()) {
      merged = with(merged, each.getKey().path(), node(each.getKey(), each.getValue()));
    }
    return Pulsar2Text.of(merged, file);
  }

  private static YamlNode node(Flag flag, List<String> values) {
    return flag.several()
        ? Pulsar2Tree.list(values, 0)
        : new YamlNode.Scalar(values.isEmpty() ? "" : values.getLast(), 0);
  }

  private static YamlNode.Mapping with(YamlNode.Mapping root, String path, YamlNode value) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>(root.entries());
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    YamlNode node = value;
    int line = 0;
    if (dot >= 0) {
      YamlNode.Entry entry = entries.get(name);
      line = entry == null ? 0 : entry.keyLine();
      YamlNode.Mapping inner =
          entry != null && entry.value() instanceof YamlNode.Mapping mapping
              ? mapping
              : new YamlNode.Mapping(new LinkedHashMap<>(), 0);
      node = with(inner, path.substring(dot + 1), value);
    }
    entries.put(name, new YamlNode.Entry(node, line));
    return new YamlNode.Mapping(entries, root.line());
  }

  private static YamlNode placed(YamlNode node, String name, Path folder) {
    return switch (node) {
      case YamlNode.Scalar(String text, int line) ->
          PATHS.contains(name) && !text.isEmpty()
              ? new YamlNode.Scalar(folder.resolve(text).normalize().toString(), line)
              : node;
      case YamlNode.Sequence(List<YamlNode> items, int line) ->
          new YamlNode.Sequence(
              items.stream().map(item -> placed(item, name, folder)).toList(), line);
      case YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> entries, int line) -> {
        SequencedMap<String, YamlNode.Entry> own = new LinkedHashMap<>();
        entries.forEach(
            (key, entry) ->
                own.put(
                    key, new YamlNode.Entry(placed(entry.value(), key, folder), entry.keyLine())));
        yield new YamlNode.Mapping(own, line);
      }
    };
  }
}
