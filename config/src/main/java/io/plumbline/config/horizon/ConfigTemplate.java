package io.plumbline.config.horizon;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a commented configuration for a model out of the catalogue of keys. */
public final class ConfigTemplate {
  private ConfigTemplate() {}

  /**
   * The text of a configuration.
   *
   * @param file where it will lie: paths in it are relative to its folder
   */
  public static String of(Graph graph, Path model, Path file) {
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
        keys.forEach(key -> text.append(entry(key, graph, model, file)));
      }
    }
    return text.toString();
  }

  private static String entry(ConfigKey key, Graph graph, Path model, Path file) {
    String comment = "  # %s (%s)\n".formatted(key.explanation(), key.rule().description());
    String value =
        switch (key.name()) {
          case "onnx_model" -> "'" + relative(model, file) + "'";
          case "march" -> "generic";
          case "output_model_file_prefix" -> prefix(model);
          case "input_name" -> "'" + String.join("; ", graph.inputs()) + "'";
          case "input_shape" -> shapes(graph);
          case "cal_data_dir" ->
              "'"
                  + graph.inputs().stream()
                      .map(name -> "calibration")
                      .collect(Collectors.joining("; "))
                  + "'";
          default -> "";
        };
    return value.isEmpty()
        ? comment + "  # %s: %s\n".formatted(key.name(), key.fallback())
        : comment + "  %s: %s\n".formatted(key.name(), value);
  }

  private static String relative(Path model, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path target = model.toAbsolutePath().normalize();
    return (folder == null ? target : folder.relativize(target)).toString().replace('\\', '/');
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
