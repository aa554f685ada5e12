package io.plumbline.formats.onnx;

import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.formats.wire.TensorProto;
import java.lang.foreign.MemorySegment;

/**
 * Messages that are carried in their wire form, with the external data of every tensor in them, at
 * any depth, read and put inside. ONNX Runtime would look for it in the working directory.
 */
final class SelfContained {
  private final ModelSource source;

  SelfContained(ModelSource source) {
    this.source = source;
  }

  AttributeProto attribute(AttributeProto proto) {
    AttributeProto.Builder result = proto.toBuilder();
    if (proto.hasT()) {
      result.setT(tensor(proto.getT()));
    }
    if (proto.hasG()) {
      result.setG(graph(proto.getG()));
    }
    if (proto.hasSparseTensor()) {
      result.setSparseTensor(sparse(proto.getSparseTensor()));
    }
    for (int i = 0; i < proto.getTensorsCount(); i++) {
      result.setTensors(i, tensor(proto.getTensors(i)));
    }
    for (int i = 0; i < proto.getGraphsCount(); i++) {
      result.setGraphs(i, graph(proto.getGraphs(i)));
    }
    for (int i = 0; i < proto.getSparseTensorsCount(); i++) {
      result.setSparseTensors(i, sparse(proto.getSparseTensors(i)));
    }
    return result.build();
  }

  private GraphProto graph(GraphProto proto) {
    GraphProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getInitializerCount(); i++) {
      result.setInitializer(i, tensor(proto.getInitializer(i)));
    }
    for (int i = 0; i < proto.getSparseInitializerCount(); i++) {
      result.setSparseInitializer(i, sparse(proto.getSparseInitializer(i)));
    }
    for (int i = 0; i < proto.getNodeCount(); i++) {
      result.setNode(i, node(proto.getNode(i)));
    }
    return result.build();
  }

  private NodeProto node(NodeProto proto) {
    NodeProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getAttributeCount(); i++) {
      result.setAttribute(i, attribute(proto.getAttribute(i)));
    }
    return result.build();
  }

  FunctionProto function(FunctionProto proto) {
    FunctionProto.Builder result = proto.toBuilder();
    for (int i = 0; i < proto.getNodeCount(); i++) {
      result.setNode(i, node(proto.getNode(i)));
    }
    for (int i = 0; i < proto.getAttributeProtoCount(); i++) {
      result.setAttributeProto(i, attribute(proto.getAttributeProto(i)));
    }
    return result.build();
  }

  SparseTensorProto sparse(SparseTensorProto proto) {
    return proto.toBuilder()
        .setValues(tensor(proto.getValues()))
        .setIndices(tensor(proto.getIndices()))
        .build();
  }

  /** The tensor with its elements inside. */
  TensorProto tensor(TensorProto proto) {
    if (proto.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return proto;
    }
    MemorySegment data = source.external(proto, TensorCodec.bytes(proto, source));
    if (data.byteSize() > Integer.MAX_VALUE) {
      throw source.bad(
          "model.tensor-too-large",
          "tensor '%s' of %d bytes hangs in a sub-graph or is of a rare type, where tensors end at"
                  .formatted(proto.getName(), data.byteSize())
              + " 2 GiB",
          "split the tensor, or make it an initializer of the main graph");
    }
    return proto.toBuilder()
        .clearDataLocation()
        .clearExternalData()
        .setRawData(UnsafeByteOperations.unsafeWrap(data.asByteBuffer()))
        .build();
  }
}
