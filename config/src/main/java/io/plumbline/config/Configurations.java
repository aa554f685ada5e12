package io.plumbline.config;

import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.Dialect;
import io.plumbline.config.horizon.HorizonDialect;
import io.plumbline.config.pulsar.PulsarDialect;
import io.plumbline.config.pulsar.TextProto;
import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.tensor.BadConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads configuration files of any dialect. */
public final class Configurations {
  /** The first that recognises a file reads it; the last recognises all and says what is wrong. */
  private static final List<Dialect> DIALECTS = List.of(new HorizonDialect());

  /** Pulsar2's own names of its parts, of which no dialect here has any. */
  private static final Set<String> PULSAR = Set.of("quant", "input_processors", "model_type");

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
   * Likewise, a text that lies, or is to lie, in a file.
   *
   * @param file that paths are relative to
   */
  public static Configuration parse(String text, Path file) {
    return PulsarDialect.isTextProto(file, text)
        ? new PulsarDialect().read(TextProto.parse(text, file.toString()), file)
        : of(YamlReader.parse(text, file.toString()), file);
  }

  private static Configuration of(YamlNode root, Path file) {
    requireKnown(root, file);
    Dialect dialect =
        DIALECTS.stream().filter(each -> each.recognises(root)).findFirst().orElseThrow();
    return dialect.read(root, file);
  }

  private static void requireKnown(YamlNode root, Path file) {
    if (root instanceof YamlNode.Mapping(var entries, int _)
        && entries.keySet().stream().filter(PULSAR::contains).count() > 1) {
      throw new BadConfigurationException(
          "config.pulsar",
          file.toString(),
          "this is a configuration of Pulsar2, which is not read",
          "'plumb init -m MODEL' writes one that is");
    }
  }
}
