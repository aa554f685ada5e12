package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NearestSpelling;
import java.util.ArrayList;
import java.util.List;

/** Holds a tree against a schema: every field is known and holds what it should. */
final class ProtoCheck {
  private final ProtoSchema schema;
  private final String where;
  private final List<Finding> findings = new ArrayList<>();

  private ProtoCheck(ProtoSchema schema, String where) {
    this.schema = schema;
    this.where = where;
  }

  /**
   * What the fields of a tree do not do.
   *
   * @param where the file, for messages
   * @throws BadConfigurationException naming the first field that is unknown, holds something else,
   *     or cannot be honoured
   */
  static List<Finding> findings(ProtoSchema schema, YamlNode.Mapping root, String where) {
    ProtoCheck check = new ProtoCheck(schema, where);
    check.message(ProtoSchema.ROOT, root, "");
    return check.findings.stream().distinct().toList();
  }

  private void message(String kind, YamlNode.Mapping mapping, String path) {
    List<String> names = schema.fields(kind).stream().map(ProtoField::name).toList();
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              ProtoField field =
                  schema
                      .field(kind, name)
                      .orElseThrow(
                          () ->
                              new BadConfigurationException(
                                  "config.unknown-key",
                                  place(entry.keyLine()),
                                  "'%s' is no field of %s%s"
                                      .formatted(
                                          name,
                                          path.isEmpty() ? "the configuration" : path,
                                          NearestSpelling.suggestion(name, names)),
                                  "fields here: " + String.join(", ", names)));
              field(field, entry, path.isEmpty() ? name : path + "." + name);
            });
  }

  private void field(ProtoField field, YamlNode.Entry entry, String path) {
    tell(field, entry, path);
    if (field.type() instanceof FieldType.Any) {
      return;
    }
    if (entry.value() instanceof YamlNode.Sequence(List<YamlNode> items, int line)) {
      if (!field.repeated()) {
        throw value(line, path, "one value", "several");
      }
      items.forEach(item -> value(field.type(), item, path));
    } else {
      value(field.type(), entry.value(), path);
    }
  }

  private void tell(ProtoField field, YamlNode.Entry entry, String path) {
    String place = place(entry.keyLine());
    switch (field.effect()) {
      case USED -> {}
      case NONE ->
          findings.add(
              Finding.info(
                  "config.no-effect",
                  place,
                  "'%s' has no effect: %s".formatted(path, field.reason())));
      case LACKING ->
          findings.add(
              Finding.warning(
                  "config.not-available",
                  place,
                  "'%s' is not available: %s; %s".formatted(path, field.reason(), field.remedy())));
      case REFUSED ->
          throw new BadConfigurationException(
              "config.refused-key",
              place,
              "'%s' cannot be honoured: %s".formatted(path, field.reason()),
              field.remedy());
    }
  }

  private void value(FieldType type, YamlNode node, String path) {
    switch (type) {
      case FieldType.Nested(String kind) -> {
        if (!(node instanceof YamlNode.Mapping mapping)) {
          throw value(node.line(), path, type.expected(), node.kind());
        }
        message(kind, mapping, path);
      }
      case FieldType.Any _ -> {}
      case FieldType.Text _ -> scalar(type, node, path, true);
      case FieldType.Flag _ ->
          scalar(type, node, path, List.of("true", "false").contains(text(node)));
      case FieldType.Real _ -> scalar(type, node, path, isReal(text(node)));
      case FieldType.Whole(int low, int high) ->
          scalar(type, node, path, isWhole(text(node), low, high));
      case FieldType.Words(List<String> names) -> {
        String text = text(node);
        if (!names.contains(text) || !(node instanceof YamlNode.Scalar)) {
          throw value(
              node.line(),
              path,
              type.expected(),
              node.kind() + NearestSpelling.suggestion(text, names));
        }
      }
    }
  }

  private void scalar(FieldType type, YamlNode node, String path, boolean fits) {
    if (!fits || !(node instanceof YamlNode.Scalar)) {
      throw value(node.line(), path, type.expected(), node.kind());
    }
  }

  private static String text(YamlNode node) {
    return node instanceof YamlNode.Scalar(String text, int _) ? text : "";
  }

  private static boolean isReal(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text)) && !text.isBlank();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isWhole(String text, int low, int high) {
    try {
      int value = Integer.parseInt(text);
      return value >= low && value <= high;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private BadConfigurationException value(int line, String path, String expected, String found) {
    return new BadConfigurationException(
        "config.value",
        place(line),
        "'%s': expected %s, found %s".formatted(path, expected, found),
        "correct the value");
  }

  /** What no line has is of a command line. */
  private String place(int line) {
    return Message.place(where, line);
  }
}
