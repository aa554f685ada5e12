package io.plumbline.config.pulsar;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * The text of a configuration with other values of some fields. Its paths become absolute, so
   * that it may lie anywhere.
   *
   * @param values by the path of the field, such as {@code pulsar_conf.batch_size}
   * @throws io.plumbline.tensor.BadConfigurationException when the file is no such configuration
   */
  public static String merged(Path file, Map<String, String> values) {
    YamlNode.Mapping root = TextProto.parse(YamlReader.text(file), file.toString());
    return ProtoMerge.of(PulsarFile.check(root, file), root, values);
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
    return new PulsarConfiguration(PulsarFile.check(root, file), true);
  }
}
