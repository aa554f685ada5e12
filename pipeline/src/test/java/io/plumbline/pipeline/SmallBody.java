package io.plumbline.pipeline;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Sub-graphs. */
final class SmallBody {
  private SmallBody() {}

  /**
   * A sub-graph as an attribute.
   *
   * @param inner name of its result
   * @param node that reads outer values
   */
  static Attribute of(String name, String inner, NodeProto.Builder node) {
    return of(name, List.of(), List.of(node.addOutput(inner)), List.of(inner), node.getInputList());
  }

  /** An input of any shape. */
  static ValueInfoProto input(String name) {
    return ValueInfoProto.newBuilder().setName(name).build();
  }

  /** An input of one number. */
  static ValueInfoProto scalar(String name, DType dtype) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(ElementType.number(dtype))
            .setShape(TensorShapeProto.getDefaultInstance());
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /**
   * A sub-graph of several nodes.
   *
   * @param captured outer values that its nodes read
   */
  static Attribute of(
      String name,
      List<ValueInfoProto> inputs,
      List<NodeProto.Builder> nodes,
      List<String> outputs,
      List<String> captured) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    List<String> inner = new ArrayList<>();
    inputs.forEach(graph::addInput);
    inputs.forEach(input -> inner.add(input.getName()));
    nodes.forEach(graph::addNode);
    nodes.forEach(node -> inner.addAll(node.getOutputList()));
    outputs.forEach(output -> graph.addOutput(ValueInfoProto.newBuilder().setName(output)));
    byte[] bytes =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(graph.build())
            .build()
            .toByteArray();
    List<Byte> wire = new ArrayList<>();
    for (byte one : bytes) {
      wire.add(one);
    }
    return new Attribute.Wire(wire, List.copyOf(captured), inner);
  }
}
