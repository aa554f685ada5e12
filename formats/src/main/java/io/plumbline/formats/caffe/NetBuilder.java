package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.CaffeSource;
import io.plumbline.formats.caffe.prototxt.LayerText;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NearestSpelling;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Strings layers together: follows which value a blob name stands for, gives names, and finds the
 * outputs.
 *
 * <p>The last layer that writes a blob makes the value of that name; what an in-place layer
 * overwrites is named {@code BLOB_before_LAYER}. Graph inputs keep their names.
 */
final class NetBuilder {
  /** LayerNormalization and HardSwish are not needed here, but later stages work at this opset. */
  private static final long OPSET = 17;

  private final CaffeSource source;
  private final SequencedMap<String, List<Weight>> weights;
  private final List<LayerText> layers;
  private final List<String> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final Map<String, Blob> current = new HashMap<>();
  private final SequencedSet<String> unread = new LinkedHashSet<>();
  private final Set<String> valueNames = new HashSet<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private long generated;

  /**
   * @param layers in order, those that make the graph
   */
  NetBuilder(
      List<LayerText> layers, SequencedMap<String, List<Weight>> weights, CaffeSource source) {
    this.layers = List.copyOf(layers);
    this.weights = weights;
    this.source = source;
    layers.forEach(layer -> valueNames.addAll(layer.tops()));
    layers.forEach(layer -> used.add(layer.name()));
  }

  void input(String name, Shape shape) {
    if (current.put(name, new Blob(name, shape)) != null) {
      throw source.bad("caffe.input", "two inputs are named '" + name + "'", "rename one of them");
    }
    valueNames.add(name);
    inputs.add(name);
    unread.add(name);
    types.put(name, TensorType.of(DType.FLOAT32, shape));
  }

  /** Translates the layer at an index of the list. */
  void layer(int index) {
    LayerText layer = layers.get(index);
    List<Blob> bottoms = new ArrayList<>();
    for (String bottom : layer.bottoms()) {
      Blob blob = current.get(bottom);
      if (blob == null) {
        throw bad(
            layer,
            "its bottom '%s' is made by no layer before it%s"
                .formatted(bottom, NearestSpelling.suggestion(bottom, current.keySet())),
            "correct the name, or the order of the layers");
      }
      bottoms.add(blob);
      unread.remove(bottom);
    }
    LayerScope scope =
        new LayerScope(layer, bottoms, weights.getOrDefault(layer.name(), List.of()), this);
    List<Blob> tops = LayerCatalogue.translate(scope);
    if (tops.size() != layer.tops().size()) {
      throw bad(
          layer,
          "%d tops; %d are expected".formatted(layer.tops().size(), tops.size()),
          "correct the layer's tops");
    }
    finish(index, scope, tops);
  }

  /** Gives the values that are tops their names, and the nodes theirs. */
  private void finish(int index, LayerScope scope, List<Blob> tops) {
    LayerText layer = scope.layer();
    Map<String, String> renamed = new HashMap<>();
    List<Blob> named = new ArrayList<>();
    Set<String> made = new HashSet<>();
    scope.made().forEach(node -> made.addAll(node.outputs()));
    for (int i = 0; i < tops.size(); i++) {
      Blob top = tops.get(i);
      if (!made.contains(top.value()) || renamed.containsKey(top.value())) {
        top = scope.node("Identity", top.shape(), Attributes.NONE, top.value());
      }
      String name = valueName(index, layer.tops().get(i));
      renamed.put(top.value(), name);
      named.add(new Blob(name, top.shape()));
    }
    for (int i = 0; i < scope.made().size(); i++) {
      Node node = scope.made().get(i);
      List<String> in = node.inputs().stream().map(n -> renamed.getOrDefault(n, n)).toList();
      List<String> out = node.outputs().stream().map(n -> renamed.getOrDefault(n, n)).toList();
      boolean last = i == scope.made().size() - 1;
      String name = unique(last ? layer.name() : node.name(), nodeNames);
      nodes.add(new Node(name, node.op(), in, out, node.origins()));
    }
    for (int i = 0; i < named.size(); i++) {
      publish(layer, layer.tops().get(i), named.get(i));
    }
  }

  private void publish(LayerText layer, String top, Blob blob) {
    if (current.containsKey(top) && !layer.bottoms().contains(top)) {
      throw bad(
          layer,
          "its top '%s' is made by a layer before it, too".formatted(top),
          "rename one, or make the layer in-place");
    }
    current.put(top, blob);
    unread.remove(top);
    unread.add(top);
    types.put(blob.value(), TensorType.of(DType.FLOAT32, blob.shape()));
  }

  /** The blob's own name for its last writer. */
  private String valueName(int index, String top) {
    for (int next = index + 1; next < layers.size(); next++) {
      if (layers.get(next).tops().contains(top)) {
        return freshValue(top + "_before_" + layers.get(next).name());
      }
    }
    return inputs.contains(top) ? freshValue(top + "_after_" + layers.get(index).name()) : top;
  }

  String freshValue(String wanted) {
    return unique(wanted, valueNames);
  }

  private String unique(String wanted, Set<String> taken) {
    String name = wanted;
    int suffix = suffixes.getOrDefault(wanted, 1);
    while (!taken.add(name)) {
      name = wanted + "_" + suffix;
      suffix++;
    }
    suffixes.put(wanted, suffix);
    return name;
  }

  String constant(String wanted, Tensor tensor) {
    String name = freshValue(wanted);
    constants.put(name, tensor);
    return name;
  }

  /** Counts constants that are computed rather than read against {@link CaffeReader}'s bound. */
  void reserveGenerated(long elements, String layer) {
    generated = Math.addExact(generated, elements);
    if (generated > CaffeReader.MOST_GENERATED) {
      throw source.bad(
          "caffe.too-large",
          "layer '%s' brings the computed constants to %d numbers; %d are the bound"
              .formatted(layer, generated, CaffeReader.MOST_GENERATED),
          "check the input's shape");
    }
  }

  /** What to say of weights that no layer takes, when a layer lacks its own. */
  String nearestUnusedWeights(String layer) {
    List<String> unused =
        weights.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty() && !used.contains(entry.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    return NearestSpelling.of(layer, unused)
        .map(name -> "; it has weights named '" + name + "', which no layer takes")
        .orElse("");
  }

  Graph graph(String name) {
    List<String> read =
        inputs.stream()
            .filter(input -> nodes.stream().anyMatch(node -> node.inputs().contains(input)))
            .toList();
    List<String> outputs =
        unread.stream()
            .map(blob -> current.getOrDefault(blob, new Blob("", Shape.of())).value())
            .filter(value -> !inputs.contains(value) && !value.isEmpty())
            .toList();
    if (outputs.isEmpty() || read.isEmpty()) {
      throw source.bad(
          "caffe.nothing-left",
          outputs.isEmpty() ? "no blob is left as output" : "no layer reads an input",
          "give the deploy prototxt of the network");
    }
    return new Graph(name, ModelInfo.ofOpset(OPSET), read, outputs, nodes, constants, types);
  }

  private BadModelException bad(LayerText layer, String message, String remedy) {
    return source.bad(
        "caffe.layer",
        layer.fields().line(),
        "layer '%s' (%s): %s".formatted(layer.name(), layer.type(), message),
        remedy);
  }
}
