package io.plumbline.config.dialect;

import io.plumbline.config.yaml.YamlNode;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.data.picture.NamedTransformer;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.UnsupportedException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads how pictures become inputs: {@code read_mode} and a list of {@code transformers}. */
public final class PreprocessFile {
  private static final String MEAN_FILE = "mean_file";
  private static final List<String> KEYS = List.of("read_mode", "transformers");

  private PreprocessFile() {}

  public static Preprocess read(Path file) {
    return of(node(file), file.toString());
  }

  /** The YAML of a file, in which paths lead from anywhere. */
  public static YamlNode node(Path file) {
    return withFilesBelow(YamlReader.read(file), file.toAbsolutePath().getParent());
  }

  /**
   * The same with paths that lead from anywhere.
   *
   * @param folder that they are relative to now; null is the root
   */
  public static YamlNode withFilesBelow(YamlNode node, @Nullable Path folder) {
    return folder == null
        ? node
        : withFiles(node, text -> folder.resolve(text).normalize().toString());
  }

  /** The same with other paths of the files that transformers name. */
  public static YamlNode withFiles(YamlNode node, UnaryOperator<String> places) {
    return switch (node) {
      case YamlNode.Scalar scalar -> scalar;
      case YamlNode.Sequence(List<YamlNode> items, int line) ->
          new YamlNode.Sequence(items.stream().map(item -> withFiles(item, places)).toList(), line);
      case YamlNode.Mapping(SequencedMap<String, YamlNode.Entry> entries, int line) -> {
        SequencedMap<String, YamlNode.Entry> placed = new LinkedHashMap<>();
        entries.forEach(
            (key, entry) ->
                placed.put(
                    key,
                    new YamlNode.Entry(
                        key.equals(MEAN_FILE)
                                && entry.value() instanceof YamlNode.Scalar(String text, int at)
                            ? new YamlNode.Scalar(places.apply(text), at)
                            : withFiles(entry.value(), places),
                        entry.keyLine())));
        yield new YamlNode.Mapping(placed, line);
      }
    };
  }

  /**
   * Translates YAML.
   *
   * @param node in which paths are relative to the working folder, or absolute
   * @param where names the source in errors
   * @throws BadConfigurationException naming the line
   */
  public static Preprocess of(YamlNode node, String where) {
    Written written = written(node, where);
    return new Preprocess(
        written.mode(), written.steps().stream().map(NamedTransformer::transformer).toList());
  }

  /** What stands there, each transformer with its name. */
  public record Written(ReadMode mode, List<NamedTransformer> steps) {
    public Written {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Reads YAML.
   *
   * @param where names the source in errors
   * @throws BadConfigurationException naming the line; also when a transformer cannot be made
   */
  public static Written written(YamlNode node, String where) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      throw bad(where, node.line(), "expected read_mode and transformers, found " + node.kind());
    }
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!KEYS.contains(key)) {
                throw bad(
                    where,
                    entry.keyLine(),
                    "'%s' is no key%s".formatted(key, NearestSpelling.suggestion(key, KEYS)));
              }
            });
    YamlNode.Entry mode = mapping.entries().get("read_mode");
    YamlNode.Entry list = mapping.entries().get("transformers");
    if (list == null
        || !(list.value() instanceof YamlNode.Sequence(List<YamlNode> items, int line))) {
      throw bad(where, node.line(), "expected a list under 'transformers'");
    }
    return new Written(
        mode == null ? ReadMode.OPENCV : mode(mode.value(), where),
        items.stream().map(item -> transformer(item, where)).toList());
  }

  private static ReadMode mode(YamlNode node, String where) {
    if (!(node instanceof YamlNode.Scalar(String text, int line))) {
      throw bad(where, node.line(), "expected opencv, found " + node.kind());
    }
    return located(where, line, () -> ReadMode.of(text));
  }

  private static NamedTransformer transformer(YamlNode node, String where) {
    if (node instanceof YamlNode.Scalar(String name, int line)) {
      return checked(where, line, () -> new NamedTransformer(name));
    }
    if (!(node instanceof YamlNode.Mapping mapping) || mapping.entries().size() != 1) {
      throw bad(where, node.line(), "expected '- NAME: {parameter: value}', found " + node.kind());
    }
    Map.Entry<String, YamlNode.Entry> only = mapping.entries().firstEntry();
    return checked(
        where,
        only.getValue().keyLine(),
        () -> new NamedTransformer(only.getKey(), parameters(only.getValue().value(), where)));
  }

  /** A transformer that can be made. */
  private static NamedTransformer checked(
      String where, int line, Reading<NamedTransformer> reading) {
    return located(
        where,
        line,
        () -> {
          NamedTransformer named = reading.read();
          named.transformer();
          return named;
        });
  }

  private static Map<String, Object> parameters(YamlNode node, String where) {
    return switch (node) {
      case YamlNode.Scalar scalar -> {
        if (!scalar.text().isEmpty()) {
          throw noParameters(where, scalar);
        }
        yield Map.of();
      }
      case YamlNode.Mapping mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) ->
                    map.put(
                        key,
                        key.equals(MEAN_FILE)
                            ? mean(entry.value(), where)
                            : value(entry.value(), where)));
        yield map;
      }
      case YamlNode.Sequence sequence -> throw noParameters(where, sequence);
    };
  }

  private static PlumblineException noParameters(String where, YamlNode found) {
    return bad(where, found.line(), "expected {parameter: value}, found " + found.kind());
  }

  private static Object mean(YamlNode node, String where) {
    if (!(node instanceof YamlNode.Scalar(String text, int line))) {
      throw bad(where, node.line(), "expected a .binaryproto or .npy file, found " + node.kind());
    }
    try {
      return MeanFile.read(Path.of(text));
    } catch (PlumblineException | InvalidPathException e) {
      throw new BadConfigurationException(
          "transformer.mean-file",
          where + ":" + line,
          "mean_file: %s: %s".formatted(text, e.getMessage()),
          "name a .binaryproto file of compute_image_mean or a .npy array of channels x height x"
              + " width",
          e);
    }
  }

  private static Object value(YamlNode node, String where) {
    return switch (node) {
      case YamlNode.Scalar(String text, int line) -> scalar(text);
      case YamlNode.Sequence(List<YamlNode> items, int line) -> {
        List<Object> values = new ArrayList<>();
        items.forEach(item -> values.add(value(item, where)));
        yield values;
      }
      case YamlNode.Mapping mapping ->
          throw bad(where, mapping.line(), "expected a value or a list, found a mapping");
    };
  }

  private static Object scalar(String text) {
    try {
      return text.matches("[+-]?\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private interface Reading<T> {
    T read();
  }

  /** Adds the line to what went wrong below. */
  private static <T> T located(String where, int line, Reading<T> reading) {
    try {
      return reading.read();
    } catch (BadConfigurationException e) {
      throw new BadConfigurationException(
          e.code(), where + ":" + line, String.valueOf(e.getMessage()), e.remedy(), e);
    } catch (UnsupportedException e) {
      throw new BadConfigurationException(
          e.code(), where + ":" + line, String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  private static PlumblineException bad(String where, int line, String message) {
    return new BadConfigurationException(
        "preprocess.form",
        where + ":" + line,
        message,
        "the form is: read_mode: opencv, then transformers: as a list of NAME: {parameter: value}");
  }
}
