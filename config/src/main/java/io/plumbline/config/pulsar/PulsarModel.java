package io.plumbline.config.pulsar;

import io.plumbline.formats.ModelFormats;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.pipeline.model.Preparation;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.tensor.Shape;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * What a configuration must know of its model, since settings that name no input mean every one.
 *
 * @param inputs shapes by name, in the model's order; empty where there is no such file
 * @param nodes the names of nodes by that of each output
 * @param axes how many axes each output has, by name; those are missing of which it is unknown
 */
record PulsarModel(
    SequencedMap<String, Shape> inputs,
    SequencedMap<String, String> nodes,
    SequencedMap<String, Integer> axes) {
  private static final PulsarModel UNKNOWN =
      new PulsarModel(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

  PulsarModel {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    axes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(axes));
  }

  /**
   * Reads a model.
   *
   * @param config which may give shapes to inputs
   * @throws io.plumbline.tensor.PlumblineException when the file is there and no model
   */
  static PulsarModel of(ModelFiles files, PulsarFile config) {
    if (!Files.isRegularFile(files.model())) {
      return UNKNOWN;
    }
    Graph graph =
        Preparation.parse(files, ModelInterface.OWN.withShapes(given(files, config))).graph();
    SequencedMap<String, Shape> inputs = new LinkedHashMap<>();
    Preparation.inputs(graph).forEach(port -> inputs.put(port.name(), shape(port.dims())));
    SequencedMap<String, String> nodes = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> nodes.put(output, node.name()));
    }
    SequencedMap<String, Integer> axes = new LinkedHashMap<>();
    for (String output : graph.outputs()) {
      graph.tensorType(output).ifPresent(type -> axes.put(output, type.dims().size()));
    }
    return new PulsarModel(inputs, nodes, axes);
  }

  /** Shapes that are given, by name. */
  private static SequencedMap<String, Shape> given(ModelFiles files, PulsarFile config) {
    SequencedMap<String, Shape> given = new LinkedHashMap<>();
    boolean asked =
        config.operators().messages("input_conf_items").stream()
            .flatMap(item -> item.message("attributes").messages("input_modifications").stream())
            .anyMatch(step -> step.has("override_input_shape"));
    if (asked) {
      Graph graph = ModelFormats.read(files).graph();
      for (String name : graph.inputs()) {
        new InputReading(config, name, graph.tensorType(name).map(PulsarModel::known))
            .given()
            .ifPresent(shape -> given.put(name, shape));
      }
    }
    return given;
  }

  /** The shape with 1 for what is not known. */
  private static Shape known(TensorType type) {
    return shape(
        type.dims().stream()
            .map(dim -> dim instanceof Dim.Fixed(long extent) ? extent : 1L)
            .toList());
  }

  private static Shape shape(List<Long> dims) {
    return Shape.of(dims.stream().map(dim -> Math.max(dim, 1)).toList());
  }

  /** The names of nodes that are called so, or that make a tensor called so. */
  List<String> matching(Pattern pattern) {
    return nodes.entrySet().stream()
        .filter(
            entry ->
                pattern.matcher(entry.getValue()).matches()
                    || pattern.matcher(entry.getKey()).matches())
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  /** The node of a name, or that makes the tensor of a name; the name itself where none does. */
  String node(String name) {
    return nodes.containsValue(name) ? name : Optional.ofNullable(nodes.get(name)).orElse(name);
  }
}
