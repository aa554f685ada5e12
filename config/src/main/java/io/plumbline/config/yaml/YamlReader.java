package io.plumbline.config.yaml;

import io.plumbline.formats.source.FileNature;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML text into {@link YamlNode}s; duplicate keys and damaged text are errors that name the
 * line.
 */
public final class YamlReader {
  private static final long LARGEST_FILE = 4L << 20;
  private static final int DEEPEST = 64;
  private static final String NO_ALIAS =
      "aliases are not supported; write out what '*…' stands for";

  private final String where;
  private final JsonParser parser;

  private YamlReader(String where, JsonParser parser) {
    this.where = where;
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @throws BadConfigurationException when it is missing, unreadable, too large or no YAML
   */
  public static YamlNode read(Path file) {
    return parse(text(file), file.toString());
  }

  /**
   * The text of a file.
   *
   * @throws BadConfigurationException when it is missing, unreadable or too large
   */
  public static String text(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new BadConfigurationException(
          "config.unreadable",
          file.toString(),
          "this is no file but a pipe or a device, and a configuration is read more than once",
          "write it to a file and name that");
    }
    FileNature.ofOtherThanText(file)
        .ifPresent(
            nature -> {
              throw new BadConfigurationException(
                  "config.not-yaml",
                  file.toString(),
                  "this is no YAML text but " + nature,
                  "give a configuration");
            });
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST_FILE) {
        throw new BadConfigurationException(
            "config.too-large",
            file.toString(),
            "a configuration of %s; at most %d are read"
                .formatted(Count.of(Files.size(file), "byte"), LARGEST_FILE),
            "check that this is the configuration file");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadConfigurationException(
          "config.missing-file",
          file.toString(),
          ReadFailure.missing(file),
          "check the path; 'plumb init -m MODEL' writes configurations and preprocess files",
          e);
    } catch (IOException e) {
      throw new BadConfigurationException(
          "config.unreadable",
          file.toString(),
          Files.isRegularFile(file)
              ? "cannot be read as UTF-8 text: " + e.getMessage()
              : ReadFailure.of(file, e),
          "give a configuration with --config and a model with --model; check permissions and"
              + " encoding",
          e);
    }
  }

  /** Parses YAML text; {@code where} names its source in errors. */
  public static YamlNode parse(String text, String where) {
    try (JsonParser parser =
        new YAMLFactory().createParser(ObjectReadContext.empty(), JsonText.asYaml(text))) {
      if (parser.nextToken() == null) {
        return new YamlNode.Scalar("", 1);
      }
      YamlNode node = new YamlReader(where, parser).value(0);
      if (parser.nextToken() != null) {
        throw error(where, parser.currentTokenLocation().getLineNr(), "more than one document");
      }
      return node;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      boolean isAlias = reason.contains("=ALI "); // an event of the parser, in the place of a key
      throw error(where, line, isAlias ? NO_ALIAS : reason);
    }
  }

  private YamlNode value(int depth) {
    int line = parser.currentTokenLocation().getLineNr();
    if (depth > DEEPEST) {
      throw error(where, line, "nested deeper than " + DEEPEST + " levels");
    }
    JsonToken token = parser.currentToken();
    requireNoAlias(line);
    return switch (token) {
      case START_OBJECT -> mapping(depth, line);
      case START_ARRAY -> sequence(depth, line);
      case VALUE_NULL -> new YamlNode.Scalar("", line);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          scalar(parser.getString().strip(), line);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw error(
              where,
              line,
              token.name().toLowerCase(Locale.ROOT) + " (anchors and tags are not supported)");
    };
  }

  /** An alias reads as the name of its anchor, which is not what it means. */
  private void requireNoAlias(int line) {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw error(where, line, NO_ALIAS);
    }
  }

  private YamlNode scalar(String text, int line) {
    if (text.indexOf('\0') >= 0) {
      throw error(where, line, "a NUL character, which no name, number or path has");
    }
    return new YamlNode.Scalar(text, line);
  }

  private YamlNode mapping(int depth, int line) {
    SequencedMap<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      if (entries.put(key, new YamlNode.Entry(value(depth + 1), keyLine)) != null) {
        throw error(where, keyLine, "key '" + key + "' stands twice");
      }
    }
    return new YamlNode.Mapping(entries, line);
  }

  private YamlNode sequence(int depth, int line) {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new YamlNode.Sequence(items, line);
  }

  private static BadConfigurationException error(String where, int line, String message) {
    return new BadConfigurationException(
        "config.not-yaml",
        where + (line > 0 ? ":" + line : ""),
        "not readable as YAML: " + message,
        "correct the line; indentation is by spaces");
  }
}
