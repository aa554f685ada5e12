package io.plumbline.graph.onnx;

import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * One typed node written in ONNX's words at an opset: usually one node, with the constants it
 * needs.
 */
final class Spelling {
  private final Node node;
  private final long opset;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();

  Spelling(Node node, long opset) {
    this.node = node;
    this.opset = opset;
  }

  Node node() {
    return node;
  }

  long opset() {
    return opset;
  }

  List<Node> nodes() {
    return nodes;
  }

  SequencedMap<String, Tensor> constants() {
    return constants;
  }

  /** The attributes of a node under construction, in alphabetical order of writing. */
  static final class Attributes {
    private final SequencedMap<String, Attribute> map = new LinkedHashMap<>();

    Attributes with(String name, long value) {
      map.put(name, new Attribute.IntValue(value));
      return this;
    }

    Attributes with(String name, float value) {
      map.put(name, new Attribute.FloatValue(value));
      return this;
    }

    Attributes with(String name, String value) {
      map.put(name, new Attribute.StringValue(value));
      return this;
    }

    Attributes with(String name, List<? extends Number> values) {
      map.put(name, new Attribute.Ints(values.stream().map(Number::longValue).toList()));
      return this;
    }
  }

  static Attributes attributes() {
    return new Attributes();
  }

  /** The node itself under an ONNX type, its inputs unchanged. */
  Spelling as(String type, Attributes attributes) {
    return as(type, attributes, node.inputs());
  }

  Spelling as(String type) {
    return as(type, attributes());
  }

  Spelling as(String type, Attributes attributes, List<String> inputs) {
    nodes.add(
        new Node(
            node.name(),
            new OpaqueOp("", type, attributes.map),
            inputs,
            node.outputs(),
            node.origins()));
    return this;
  }

  /** The node itself with constant parameters after its inputs. */
  Spelling as(String type, Attributes attributes, String... extraInputs) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.addAll(List.of(extraInputs));
    return as(type, attributes, inputs);
  }

  /** A helper node before the last one; returns the name of its value. */
  String step(String suffix, String type, Attributes attributes, String... inputs) {
    String name = node.name() + "/" + suffix;
    String value = node.output() + "/" + suffix;
    nodes.add(
        new Node(
            name,
            new OpaqueOp("", type, attributes.map),
            List.of(inputs),
            List.of(value),
            node.origins()));
    return value;
  }

  /** A constant of this node; returns its name. */
  String constant(String suffix, Tensor tensor) {
    String name = node.name() + "/" + suffix;
    constants.put(name, tensor);
    return name;
  }

  String longs(String suffix, List<? extends Number> values) {
    long[] array = values.stream().mapToLong(Number::longValue).toArray();
    return constant(suffix, Tensor.of(Shape.of(array.length), array));
  }

  String scalar(String suffix, float value) {
    return constant(suffix, Tensor.scalar(value));
  }
}
