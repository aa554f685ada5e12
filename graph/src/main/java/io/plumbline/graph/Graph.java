package io.plumbline.graph;

import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An immutable dataflow graph with ONNX semantics: nodes in topological order over named values. A
 * value is a graph input, a constant or a node output; every name has exactly one source. Change it
 * with {@link GraphPatch}.
 */
public final class Graph {
  private final String name;
  private final ModelInfo info;
  private final List<String> inputs;
  private final List<String> outputs;
  private final List<Node> nodes;
  private final SequencedMap<String, Tensor> constants;
  private final SequencedMap<String, ValueType> types;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<String> inner = new HashSet<>();

  /**
   * @param inputs names of the values fed at run time, in order
   * @param outputs names of the values handed out, in order
   * @param nodes in topological order
   * @param types what is known of any value's type; need not be complete
   */
  public Graph(
      String name,
      ModelInfo info,
      List<String> inputs,
      List<String> outputs,
      List<Node> nodes,
      SequencedMap<String, Tensor> constants,
      SequencedMap<String, ValueType> types) {
    this.name = name;
    this.info = info;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.nodes = List.copyOf(nodes);
    this.constants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constants));
    this.types = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(types));
    for (int position = 0; position < this.nodes.size(); position++) {
      Node node = this.nodes.get(position);
      positions.putIfAbsent(node.name(), position);
      if (node.op() instanceof OpaqueOp opaque) {
        inner.addAll(opaque.inner());
      }
      node.outputs().forEach(output -> producers.put(output, node));
      node.reads()
          .forEach(input -> consumers.computeIfAbsent(input, key -> new ArrayList<>()).add(node));
    }
  }

  public String name() {
    return name;
  }

  public ModelInfo info() {
    return info;
  }

  public List<String> inputs() {
    return inputs;
  }

  public List<String> outputs() {
    return outputs;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public SequencedMap<String, Tensor> constants() {
    return constants;
  }

  public SequencedMap<String, ValueType> types() {
    return types;
  }

  /** The node that computes a value; empty for inputs and constants. */
  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** The nodes that read a value, by input or from a sub-graph, in topological order. */
  public List<Node> consumers(String value) {
    return Collections.unmodifiableList(consumers.getOrDefault(value, List.of()));
  }

  /** The only consumer of a value that is not also a graph output. */
  public Optional<Node> onlyConsumer(String value) {
    List<Node> readers = consumers(value);
    return readers.size() == 1 && !outputs.contains(value)
        ? Optional.of(readers.getFirst())
        : Optional.empty();
  }

  public Optional<Tensor> constant(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  public boolean isConstant(String value) {
    return constants.containsKey(value);
  }

  /** The type of a value as far as it is a tensor of known rank. */
  public Optional<TensorType> tensorType(String value) {
    Tensor constant = constants.get(value);
    if (constant != null) {
      return Optional.of(TensorType.of(constant.dtype(), constant.shape()));
    }
    return types.get(value) instanceof TensorType type ? Optional.of(type) : Optional.empty();
  }

  /**
   * The node with a name.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public Node node(String nodeName) {
    return nodes.get(position(nodeName));
  }

  /**
   * Where the node with a name stands among {@link #nodes}.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public int position(String nodeName) {
    return Optional.ofNullable(positions.get(nodeName)).orElseThrow();
  }

  /** Whether a value has this name, here or in a sub-graph. */
  public boolean namesValue(String value) {
    return producers.containsKey(value)
        || consumers.containsKey(value)
        || constants.containsKey(value)
        || inputs.contains(value)
        || outputs.contains(value)
        || inner.contains(value);
  }

  /** Whether a node has this name. */
  public boolean namesNode(String nodeName) {
    return positions.containsKey(nodeName);
  }

  public Graph withInfo(ModelInfo newInfo) {
    return new Graph(name, newInfo, inputs, outputs, nodes, constants, types);
  }

  public Graph withTypes(SequencedMap<String, ValueType> newTypes) {
    return new Graph(name, info, inputs, outputs, nodes, constants, newTypes);
  }

  public Graph withNodes(List<Node> newNodes) {
    return new Graph(name, info, inputs, outputs, newNodes, constants, types);
  }

  public Graph withOutputs(List<String> newOutputs) {
    return new Graph(name, info, inputs, newOutputs, nodes, constants, types);
  }
}
