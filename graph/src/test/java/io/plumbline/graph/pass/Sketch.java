package io.plumbline.graph.pass;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Op;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Builds small graphs for tests: every node is named as its only value. */
final class Sketch {
  private final List<String> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();

  Sketch input(String name, long... dims) {
    inputs.add(name);
    return typed(name, dims);
  }

  /** An input of one integer. */
  Sketch integers(String name) {
    inputs.add(name);
    types.put(name, TensorType.of(DType.INT64, Shape.of()));
    return this;
  }

  /** Declares the float32 shape of a value. */
  Sketch typed(String name, long... dims) {
    types.put(name, TensorType.of(DType.FLOAT32, Shape.of(dims)));
    return this;
  }

  /** An input of any dtype. */
  Sketch input(String name, DType dtype, long... dims) {
    inputs.add(name);
    types.put(name, TensorType.of(dtype, Shape.of(dims)));
    return this;
  }

  Sketch dynamic(String name, Dim... dims) {
    inputs.add(name);
    types.put(name, new TensorType(DType.FLOAT32, List.of(dims)));
    return this;
  }

  Sketch scalar(String name, double value) {
    return constant(name, Tensor.scalar((float) value));
  }

  Sketch constant(String name, Tensor tensor) {
    constants.put(name, tensor);
    return this;
  }

  Sketch node(String name, Op op, String... reads) {
    nodes.add(Node.original(name, op, List.of(reads), List.of(name)));
    return this;
  }

  Graph graph(String... outputs) {
    return new Graph(
        "sketch", ModelInfo.ofOpset(17), inputs, List.of(outputs), nodes, constants, types);
  }

  /** A graph under one rule until it no longer applies, dead code removed. */
  static Graph rewrite(Rule rule, Graph graph) {
    return RemoveDeadCode.apply(RuleDriver.run(graph, List.of(rule)));
  }

  static boolean fires(Rule rule, Graph graph) {
    return graph.nodes().stream()
        .map(node -> rule.apply(node, graph))
        .anyMatch(Optional::isPresent);
  }

  /** The nodes as {@code output = Type(inputs)}, one a line. */
  static String text(Graph graph) {
    return graph.nodes().stream()
        .map(
            node ->
                "%s = %s(%s)"
                    .formatted(
                        String.join(", ", node.outputs()),
                        node.op().type(),
                        String.join(", ", node.inputs())))
        .collect(Collectors.joining("\n"));
  }
}
