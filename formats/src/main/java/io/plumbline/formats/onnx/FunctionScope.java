package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One call of a function: its parameters stand for the caller's values and attributes, all names
 * inside get new ones that nothing else has.
 */
final class FunctionScope {
  private final NodeProto call;
  private final FunctionProto function;
  private final UnaryOperator<String> fresh;
  private final Map<String, String> names = new HashMap<>();
  private final List<NodeProto> passedThrough = new ArrayList<>();

  /**
   * @param fresh makes a wanted name one that nothing else has
   */
  FunctionScope(NodeProto call, FunctionProto function, UnaryOperator<String> fresh) {
    this.call = call;
    this.function = function;
    this.fresh = fresh;
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    for (int i = 0; i < function.getOutputCount() && i < call.getOutputCount(); i++) {
      bind(function.getOutput(i), call.getOutput(i));
    }
  }

  private void bind(String formal, String actual) {
    if (actual.isEmpty()) {
      return;
    }
    String known = names.putIfAbsent(formal, actual);
    if (known != null) {
      passedThrough.add(
          NodeProto.newBuilder()
              .setOpType("Identity")
              .setName(label() + "/" + formal)
              .addInput(known)
              .addOutput(actual)
              .build());
    }
  }

  /** What the call's nodes are named after. */
  private String label() {
    return call.getName().isEmpty() ? call.getOpType() : call.getName();
  }

  /** The nodes of the function as the caller's graph has them in the place of the call. */
  List<NodeProto> nodes() {
    List<NodeProto> nodes = new ArrayList<>();
    function.getNodeList().forEach(node -> nodes.add(node(node)));
    nodes.addAll(passedThrough);
    return nodes;
  }

  private String renamed(String name) {
    return name.isEmpty()
        ? name
        : names.computeIfAbsent(name, inner -> fresh.apply(label() + "/" + inner));
  }

  private NodeProto node(NodeProto node) {
    NodeProto.Builder result = node.toBuilder().clearInput().clearOutput().clearAttribute();
    String name = node.getName().isEmpty() ? node.getOpType() : node.getName();
    result.setName(label() + "/" + name);
    node.getInputList().forEach(input -> result.addInput(renamed(input)));
    node.getOutputList().forEach(output -> result.addOutput(renamed(output)));
    node.getAttributeList()
        .forEach(attribute -> attribute(attribute).ifPresent(result::addAttribute));
    return result.build();
  }

  /** An attribute with what it refers to; empty when neither call nor function give that. */
  private Optional<AttributeProto> attribute(AttributeProto attribute) {
    String referred = attribute.getRefAttrName();
    if (referred.isEmpty()) {
      AttributeProto.Builder result = attribute.toBuilder();
      if (attribute.hasG()) {
        result.setG(graph(attribute.getG()));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        result.setGraphs(i, graph(attribute.getGraphs(i)));
      }
      return Optional.of(result.build());
    }
    Optional<AttributeProto> given = named(call.getAttributeList(), referred);
    return given
        .or(() -> named(function.getAttributeProtoList(), referred))
        .map(found -> found.toBuilder().setName(attribute.getName()).build());
  }

  private static Optional<AttributeProto> named(List<AttributeProto> attributes, String name) {
    return attributes.stream().filter(attribute -> attribute.getName().equals(name)).findFirst();
  }

  private GraphProto graph(GraphProto graph) {
    GraphProto.Builder result = graph.toBuilder().clearNode().clearValueInfo();
    for (int i = 0; i < graph.getInputCount(); i++) {
      result.setInput(i, value(graph.getInput(i)));
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      result.setOutput(i, value(graph.getOutput(i)));
    }
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      result.setInitializer(i, tensor(graph.getInitializer(i)));
    }
    for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
      SparseTensorProto sparse = graph.getSparseInitializer(i);
      result.setSparseInitializer(
          i, sparse.toBuilder().setValues(tensor(sparse.getValues())).build());
    }
    graph.getNodeList().forEach(node -> result.addNode(node(node)));
    return result.build();
  }

  private ValueInfoProto value(ValueInfoProto value) {
    return value.toBuilder().setName(renamed(value.getName())).build();
  }

  private TensorProto tensor(TensorProto tensor) {
    return tensor.toBuilder().setName(renamed(tensor.getName())).build();
  }
}
