package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One typed node written in ONNX's words at an opset: usually one node, with the constants it
 * needs.
 */
final class Spelling {
  private final Node node;
  private final Graph graph;
  private final Set<String> taken;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();

  /**
   * @param taken names of values and nodes that exist; those that are made here are added
   */
  Spelling(Node node, Graph graph, Set<String> taken) {
    this.node = node;
    this.graph = graph;
    this.taken = taken;
  }

  Node node() {
    return node;
  }

  long opset() {
    return graph.info().opset();
  }

  /** Extents of an input as far as its rank is known. */
  Optional<List<Dim>> dims(int input) {
    return graph.tensorType(node.input(input)).map(TensorType::dims);
  }

  /**
   * This spelling, if the opset is new enough for what it has to say.
   *
   * @throws UnsupportedException when it is older
   */
  Spelling require(String what, int needed) {
    if (opset() < needed) {
      throw unsupported(what, needed);
    }
    return this;
  }

  /** The error for an op that ONNX cannot say at this opset. */
  UnsupportedException unsupported(String what, int needed) {
    return new UnsupportedException(
        "model.unspeakable",
        node.name(),
        "%s %s cannot be written at opset %d".formatted(node.op().type(), what, opset()),
        "raise the model's opset to " + needed);
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

    Attributes withFloats(String name, List<Float> values) {
      map.put(name, new Attribute.Floats(values));
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
    String name = fresh(node.name() + "/" + suffix);
    String value = fresh(node.output() + "/" + suffix);
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
    String name = fresh(node.name() + "/" + suffix);
    constants.put(name, tensor);
    return name;
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int i = 1; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  String longs(String suffix, List<? extends Number> values) {
    long[] array = values.stream().mapToLong(Number::longValue).toArray();
    return constant(suffix, Tensor.of(Shape.of(array.length), array));
  }

  /** A float scalar of the dtype of the node's first input, float32 where that is not known. */
  String scalar(String suffix, float value) {
    DType dtype = graph.tensorType(node.input(0)).map(TensorType::dtype).orElse(DType.FLOAT32);
    Tensor tensor = Tensor.allocate(dtype, Shape.of());
    ByteBuffer data = tensor.data().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    switch (dtype) {
      case FLOAT32 -> data.putFloat(value);
      case FLOAT64 -> data.putDouble(value);
      case FLOAT16 -> data.putShort(Float.floatToFloat16(value));
      case BFLOAT16, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL ->
          throw unsupported("of " + dtype.label(), 23);
    }
    return constant(suffix, tensor);
  }
}
