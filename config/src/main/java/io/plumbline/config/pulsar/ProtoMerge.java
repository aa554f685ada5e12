package io.plumbline.config.pulsar;

import io.plumbline.config.yaml.LineOrigins;
import io.plumbline.config.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text of a configuration with other values of some fields, to lie elsewhere: its paths become
 * absolute, and each line says which of the file it is from.
 */
final class ProtoMerge {
  private static final Set<String> PATHS =
      Set.of("input_path", "output_path", "output_dir", "path", "caffeproto", "caffemodel");

  private final PulsarFile config;
  private final ProtoText text = new ProtoText();

  private ProtoMerge(PulsarFile config) {
    this.config = config;
  }

  /**
   * The merged text.
   *
   * @param root of the file as it is read
   * @param values in place of the file's, by the path of the field, such as {@code
   *     pulsar_conf.batch_size}
   */
  static String of(PulsarFile config, YamlNode.Mapping root, Map<String, String> values) {
    ProtoMerge merge = new ProtoMerge(config);
    merge.text.line(LineOrigins.first("#", config.file()));
    merge.fields(root, "", values);
    return merge.text.written();
  }

  private void fields(YamlNode.Mapping mapping, String path, Map<String, String> values) {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              String own = path + name;
              if (!values.containsKey(own)) {
                field(name, entry.value(), entry.keyLine(), own, values);
              }
            });
    values.forEach(
        (field, value) -> {
          if (field.startsWith(path) && field.indexOf('.', path.length()) < 0) {
            text.text(field.substring(path.length()), value);
          }
        });
    values.keySet().stream()
        .filter(field -> field.startsWith(path) && field.indexOf('.', path.length()) >= 0)
        .map(field -> field.substring(path.length(), field.indexOf('.', path.length())))
        .filter(name -> !mapping.entries().containsKey(name))
        .distinct()
        .toList()
        .forEach(
            name -> {
              text.begin(name);
              fields(new YamlNode.Mapping(new LinkedHashMap<>(), 1), path + name + ".", values);
              text.end();
            });
  }

  private void field(
      String name, YamlNode node, int line, String path, Map<String, String> values) {
    switch (node) {
      case YamlNode.Scalar(String value, int _) ->
          text.text(name, PATHS.contains(name) && isPath(path) ? absolute(value) : value)
              .from(line);
      case YamlNode.Sequence(List<YamlNode> items, int _) ->
          items.forEach(item -> field(name, item, item.line(), path, values));
      case YamlNode.Mapping mapping -> {
        text.begin(name).from(line);
        fields(mapping, path + ".", values);
        text.end();
      }
    }
  }

  private static boolean isPath(String path) {
    return !path.contains("evaluation_conf");
  }

  private String absolute(String value) {
    return config.resolved(value).toString();
  }
}
