package io.plumbline.config;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.horizon.HorizonDialect;
import io.plumbline.config.pulsar.Pulsar2Dialect;
import io.plumbline.config.pulsar.Pulsar2Flags;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.config.pulsar.TextProto;
import io.plumbline.config.yaml.LineOrigins;
import io.plumbline.config.yaml.TomlReader;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads configuration files of any dialect. */
public final class Configurations {
  /** The first that recognises a file reads it; the last recognises all and says what is wrong. */
  private static final List<Dialect> DIALECTS = List.of(new Pulsar2Dialect(), new HorizonDialect());

  private Configurations() {}

  /**
   * Reads a file and checks its keys.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when it is missing, not readable, or has
   *     a key that its dialect does not know
   */
  public static Configuration read(Path file) {
    return parse(YamlReader.text(file), file);
  }

  /**
   * Likewise, a text that lies, or is to lie, in a file. One that was made of another file is read
   * as that with other values.
   *
   * @param file that paths are relative to
   */
  public static Configuration parse(String text, Path file) {
    Optional<LineOrigins> origins = LineOrigins.read(text);
    boolean proto = PulsarDialect.isTextProto(file, text);
    YamlNode parsed = proto ? TextProto.parse(text, file.toString()) : node(text, file);
    YamlNode root = origins.map(each -> each.placed(parsed)).orElse(parsed);
    Path place = origins.map(LineOrigins::file).orElse(file);
    return proto ? new PulsarDialect().read(root, place) : of(root, place);
  }

  private static YamlNode node(String text, Path file) {
    return TomlReader.recognises(file)
        ? TomlReader.parse(text, file.toString())
        : YamlReader.parse(text, file.toString());
  }

  private static Configuration of(YamlNode root, Path file) {
    return dialect(root).read(root, file);
  }

  /**
   * Whose configuration a file is, by its name and its keys.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when it is missing or not readable
   */
  public static Dialect dialect(Path file) {
    String text = YamlReader.text(file);
    return PulsarDialect.isTextProto(file, text) ? new PulsarDialect() : dialect(node(text, file));
  }

  /**
   * A configuration of Pulsar2 with other values of some fields, as JSON.
   *
   * @param values as {@link Pulsar2Flags#merged} takes them
   * @throws io.plumbline.tensor.BadConfigurationException when the file is no such configuration
   */
  public static String merged(Path file, SequencedMap<Pulsar2Flags.Flag, List<String>> values) {
    YamlNode root = node(YamlReader.text(file), file);
    of(root, file);
    return Pulsar2Flags.merged((YamlNode.Mapping) root, file, values);
  }

  private static Dialect dialect(YamlNode root) {
    return DIALECTS.stream().filter(each -> each.recognises(root)).findFirst().orElseThrow();
  }
}
