package io.plumbline.config.pulsar;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
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
 */
record PulsarModel(SequencedMap<String, Shape> inputs, SequencedMap<String, String> nodes) {
  private static final PulsarModel UNKNOWN =
      new PulsarModel(new LinkedHashMap<>(), new LinkedHashMap<>());

  PulsarModel {
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
  }

  /**
   * Reads a model.
   *
   * @throws io.plumbline.tensor.PlumblineException when the file is there and no model
   */
  static PulsarModel of(ModelFiles files) {
    if (!Files.isRegularFile(files.model())) {
      return UNKNOWN;
    }
    Graph graph = Preparation.parse(files, ModelInterface.OWN).graph();
    SequencedMap<String, Shape> inputs = new LinkedHashMap<>();
    Preparation.inputs(graph).forEach(port -> inputs.put(port.name(), shape(port.dims())));
    SequencedMap<String, String> nodes = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> nodes.put(output, node.name()));
    }
    return new PulsarModel(inputs, nodes);
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
