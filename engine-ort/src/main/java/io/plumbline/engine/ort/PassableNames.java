package io.plumbline.engine.ort;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names under which values enter and leave ONNX Runtime. Its Java binding hands names on in the
 * JVM's modified UTF-8, in which characters beyond 16 bits (emoji, rare ideographs) and NUL are
 * other bytes than in a model; values of such names pass through an Identity under another one.
 */
final class PassableNames {
  private final Graph graph;
  private final Names names;
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final Map<String, String> originals = new LinkedHashMap<>();

  private PassableNames(Graph graph) {
    this.graph = graph;
    this.names = Names.of(graph);
    graph.inputs().stream().filter(PassableNames::isOther).forEach(name -> add(inputs, name));
    Stream.concat(
            graph.outputs().stream(), graph.nodes().stream().flatMap(n -> n.outputs().stream()))
        .distinct()
        .filter(PassableNames::isOther)
        .forEach(name -> add(outputs, name));
  }

  /** The names of a graph's values. */
  static PassableNames of(Graph graph) {
    return new PassableNames(graph);
  }

  private void add(Map<String, String> renamed, String name) {
    StringBuilder plain = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (point == 0 || Character.isSupplementaryCodePoint(point)) {
                plain.append("u+").append(Integer.toHexString(point));
              } else {
                plain.appendCodePoint(point);
              }
            });
    String passable = names.value(plain.toString());
    renamed.put(name, passable);
    originals.put(passable, name);
  }

  private static boolean isOther(String name) {
    return name.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c));
  }

  /** The graph as an ONNX model that hands out further values besides its outputs. */
  byte[] model(List<String> extraOutputs) {
    if (originals.isEmpty()) {
      return OnnxWriter.toBytes(graph, extraOutputs);
    }
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    List<Node> nodes = new ArrayList<>();
    inputs.forEach(
        (name, passable) -> {
          nodes.add(hand(passable, name));
          copy(types, name, passable);
        });
    nodes.addAll(graph.nodes());
    SequencedSet<String> fetched = new LinkedHashSet<>(graph.outputs());
    fetched.addAll(extraOutputs);
    fetched.stream()
        .filter(outputs::containsKey)
        .forEach(
            name -> {
              nodes.add(hand(name, output(name)));
              copy(types, name, output(name));
            });
    return OnnxWriter.toBytes(
        new Graph(
            graph.name(),
            graph.info(),
            graph.inputs().stream().map(this::input).toList(),
            graph.outputs().stream().map(this::output).toList(),
            nodes,
            graph.constants(),
            types),
        extraOutputs.stream().map(this::output).toList());
  }

  private Node hand(String from, String to) {
    return Node.original(names.node("pass " + to), new Identity(), List.of(from), List.of(to));
  }

  private static void copy(SequencedMap<String, ValueType> types, String from, String to) {
    ValueType type = types.get(from);
    if (type != null) {
      types.put(to, type);
    }
  }

  /** What an input is called there. */
  String input(String name) {
    return inputs.getOrDefault(name, name);
  }

  /** What an output, or a value that is fetched, is called there. */
  String output(String name) {
    return outputs.getOrDefault(name, name);
  }

  /** Likewise of several. */
  Set<String> outputs(List<String> some) {
    SequencedSet<String> passable = new LinkedHashSet<>();
    some.forEach(name -> passable.add(output(name)));
    return passable;
  }

  /** What is called so there. */
  String original(String passable) {
    return originals.getOrDefault(passable, passable);
  }

  /** A map by output names, by the names there. */
  <T> Map<String, T> byOutput(Map<String, T> values) {
    Map<String, T> passed = new LinkedHashMap<>();
    values.forEach((name, value) -> passed.put(output(name), value));
    return passed;
  }

  /** A map by the names there, by those of the graph. */
  <T> Map<String, T> byOriginal(Map<String, T> values) {
    Map<String, T> passed = new LinkedHashMap<>();
    values.forEach((name, value) -> passed.put(original(name), value));
    return passed;
  }
}
