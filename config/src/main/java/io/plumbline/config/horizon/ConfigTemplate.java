package io.plumbline.config.horizon;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a commented configuration for a model out of the catalogue of keys. */
public final class ConfigTemplate {
  private ConfigTemplate() {}

  /**
   * The text of a configuration.
   *
   * @param files that the graph was read from
   * @param file where it will lie: paths in it are relative to its folder
   */
  public static String of(Graph graph, ModelFiles files, Path file) {
    StringBuilder text = new StringBuilder();
    text.append("# Configuration for 'plumb compile -c ")
        .append(file.getFileName())
        .append("'. Paths are relative to this file.\n");
    for (String group : ConfigKey.GROUPS) {
      List<ConfigKey> keys =
          ConfigCatalogue.ofGroup(group).stream()
              .filter(key -> key.support() == ConfigKey.Support.HONOURED)
              .toList();
      if (!keys.isEmpty()) {
        text.append('\n').append(group).append(":\n");
        keys.forEach(key -> text.append(entry(key, graph, files, file)));
      }
    }
    return text.toString();
  }

  private static String entry(ConfigKey key, Graph graph, ModelFiles files, Path file) {
    Optional<Path> caffe = files.prototxt();
    String value =
        switch (key.name()) {
          case "onnx_model" -> caffe.isEmpty() ? path(files.model(), file) : "";
          case "caffe_model" -> caffe.isEmpty() ? "" : path(files.model(), file);
          case "prototxt" -> caffe.map(prototxt -> path(prototxt, file)).orElse("");
          case "march" -> "generic-int8";
          case "output_model_file_prefix" -> quoted(prefix(files.model()));
          case "input_name" -> quoted(String.join("; ", graph.inputs()));
          case "input_shape" -> shapes(graph);
          case "cal_data_dir" ->
              quoted(
                  graph.inputs().stream()
                      .map(name -> "calibration")
                      .collect(Collectors.joining("; ")));
          default -> "";
        };
    return value.isEmpty()
        ? open(key)
        : "  # %s\n  %s: %s\n".formatted(meaning(key), key.name(), value);
  }

  /** A line to be opened: with its default, where that is what the key may hold. */
  private static String open(ConfigKey key) {
    return key.hasLiteralFallback()
        ? "  # %s\n  # %s: %s\n".formatted(meaning(key), key.name(), key.fallback())
        : "  # %s Default: %s.\n  # %s:\n".formatted(meaning(key), key.fallback(), key.name());
  }

  private static String meaning(ConfigKey key) {
    return "%s (%s)".formatted(key.explanation(), key.rule().description());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String path(Path model, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path target = model.toAbsolutePath().normalize();
    return quoted(
        (folder == null ? target : folder.relativize(target)).toString().replace('\\', '/'));
  }

  private static String prefix(Path model) {
    String name = String.valueOf(model.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Shapes are needed only where a dimension beyond the first is dynamic. */
  private static String shapes(Graph graph) {
    boolean dynamic =
        graph.inputs().stream()
            .flatMap(name -> graph.tensorType(name).stream())
            .anyMatch(
                type -> type.dims().stream().skip(1).anyMatch(dim -> !(dim instanceof Dim.Fixed)));
    return dynamic
        ? "'"
            + graph.inputs().stream()
                .map(name -> graph.tensorType(name).map(ConfigTemplate::shape).orElse("1"))
                .collect(Collectors.joining("; "))
            + "'"
        : "";
  }

  private static String shape(TensorType type) {
    return type.dims().stream()
        .map(dim -> dim instanceof Dim.Fixed(long extent) ? Long.toString(extent) : "1")
        .collect(Collectors.joining("x"));
  }
}
