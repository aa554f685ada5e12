package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import java.util.function.UnaryOperator;

/**
 * A change of every tensor, type, plain attribute and node of messages that are carried in their
 * wire form, at any depth.
 *
 * @param tensors of initializers, attributes and sparse tensors
 * @param types of values and attributes
 * @param attributes of nodes, after what is in them was changed
 * @param nodes of graphs and functions, after what is in them was changed
 */
record WireRewrite(
    UnaryOperator<TensorProto> tensors,
    UnaryOperator<TypeProto> types,
    UnaryOperator<AttributeProto> attributes,
    UnaryOperator<NodeProto> nodes) {
  /** A change of tensors alone. */
  static WireRewrite ofTensors(UnaryOperator<TensorProto> tensors) {
    return new WireRewrite(
        tensors, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** A change of nodes alone. */
  static WireRewrite ofNodes(UnaryOperator<NodeProto> nodes) {
    return new WireRewrite(
        UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity(), nodes);
  }

  AttributeProto attribute(AttributeProto proto) {
    AttributeProto.Builder result = proto.toBuilder();
    if (proto.hasT()) {
      result.setT(tensors.apply(proto.getT()));
    }
    if (proto.hasG()) {
      result.setG(graph(proto.getG()));
    }
    if (proto.hasSparseTensor()) {
      result.setSparseTensor(sparse(proto.getSparseTensor()));
    }
    if (proto.hasTp()) {
      result.setTp(types.apply(proto.getTp()));
    }
    for (int i = 0; i < proto.getTensorsCount(); i++) {
      result.setTensors(i, tensors.apply(proto.getTensors(i)));
    }
    for (int i = 0; i < proto.getGraphsCount(); i++) {
      result.setGraphs(i, graph(proto.getGraphs(i)));
    }
    for (int i = 0; i < proto.getSparseTensorsCount(); i++) {
      result.setSparseTensors(i, sparse(proto.getSparseTensors(i)));
    }
    for (int i = 0; i < proto.getTypeProtosCount(); i++) {
      result.setTypeProtos(i, types.apply(proto.getTypeProtos(i)));
    }
    return attributes.apply(result.build());
  }

  private GraphProto graph(GraphProto proto) {
    GraphProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getInitializerCount(); i++) {
      result.setInitializer(i, tensors.apply(proto.getInitializer(i)));
    }
    for (int i = 0; i < proto.getSparseInitializerCount(); i++) {
      result.setSparseInitializer(i, sparse(proto.getSparseInitializer(i)));
    }
    for (int i = 0; i < proto.getNodeCount(); i++) {
      result.setNode(i, node(proto.getNode(i)));
    }
    for (int i = 0; i < proto.getInputCount(); i++) {
      result.setInput(i, value(proto.getInput(i)));
    }
    for (int i = 0; i < proto.getOutputCount(); i++) {
      result.setOutput(i, value(proto.getOutput(i)));
    }
    for (int i = 0; i < proto.getValueInfoCount(); i++) {
      result.setValueInfo(i, value(proto.getValueInfo(i)));
    }
    return result.build();
  }

  private ValueInfoProto value(ValueInfoProto proto) {
    return proto.hasType()
        ? proto.toBuilder().setType(types.apply(proto.getType())).build()
        : proto;
  }

  private NodeProto node(NodeProto proto) {
    NodeProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getAttributeCount(); i++) {
      result.setAttribute(i, attribute(proto.getAttribute(i)));
    }
    return nodes.apply(result.build());
  }

  FunctionProto function(FunctionProto proto) {
    FunctionProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getNodeCount(); i++) {
      result.setNode(i, node(proto.getNode(i)));
    }
    for (int i = 0; i < proto.getAttributeProtoCount(); i++) {
      result.setAttributeProto(i, attribute(proto.getAttributeProto(i)));
    }
    for (int i = 0; i < proto.getValueInfoCount(); i++) {
      result.setValueInfo(i, value(proto.getValueInfo(i)));
    }
    return result.build();
  }

  private SparseTensorProto sparse(SparseTensorProto proto) {
    return proto.toBuilder()
        .setValues(tensors.apply(proto.getValues()))
        .setIndices(tensors.apply(proto.getIndices()))
        .build();
  }
}
