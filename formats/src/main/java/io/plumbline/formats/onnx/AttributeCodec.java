package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.op.Attribute;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/** AttributeProto to attribute and back. */
final class AttributeCodec {
  private AttributeCodec() {}

  static Attribute read(AttributeProto proto, ModelSource source) {
    if (!proto.getRefAttrName().isEmpty()) {
      return wire(proto, source);
    }
    return switch (type(proto)) {
      case INT -> new Attribute.IntValue(proto.getI());
      case FLOAT -> new Attribute.FloatValue(proto.getF());
      case STRING ->
          proto.getS().isValidUtf8()
              ? new Attribute.StringValue(proto.getS().toStringUtf8())
              : wire(proto, source);
      case TENSOR -> tensor(proto, source);
      case INTS -> new Attribute.Ints(proto.getIntsList());
      case FLOATS -> new Attribute.Floats(proto.getFloatsList());
      case STRINGS ->
          proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
              ? new Attribute.Strings(
                  proto.getStringsList().stream().map(ByteString::toStringUtf8).toList())
              : wire(proto, source);
      case GRAPH,
          GRAPHS,
          TENSORS,
          SPARSE_TENSOR,
          SPARSE_TENSORS,
          TYPE_PROTO,
          TYPE_PROTOS,
          UNDEFINED ->
          wire(proto, source);
    };
  }

  /** The declared type; files from before types were declared tell it by the field that is set. */
  private static AttributeType type(AttributeProto proto) {
    if (proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    }
    return proto.hasI()
        ? AttributeType.INT
        : proto.hasF()
            ? AttributeType.FLOAT
            : proto.hasS()
                ? AttributeType.STRING
                : proto.hasT()
                    ? AttributeType.TENSOR
                    : proto.getIntsCount() > 0
                        ? AttributeType.INTS
                        : proto.getFloatsCount() > 0
                            ? AttributeType.FLOATS
                            : proto.getStringsCount() > 0
                                ? AttributeType.STRINGS
                                : AttributeType.UNDEFINED;
  }

  private static Attribute tensor(AttributeProto proto, ModelSource source) {
    Optional<Tensor> tensor = TensorCodec.read(proto.getT(), source);
    return tensor.isPresent() ? new Attribute.TensorValue(tensor.get()) : wire(proto, source);
  }

  private static Attribute wire(AttributeProto given, ModelSource source) {
    AttributeProto proto = SelfContained.of(source).attribute(given);
    SequencedSet<String> captured = new LinkedHashSet<>();
    SequencedSet<String> inner = new LinkedHashSet<>();
    if (proto.hasG()) {
      capture(proto.getG(), Set.of(), captured, inner);
    }
    proto.getGraphsList().forEach(graph -> capture(graph, Set.of(), captured, inner));
    return new Attribute.Wire(
        Wire.list(proto.toByteString()), List.copyOf(captured), List.copyOf(inner));
  }

  private static void capture(
      GraphProto graph,
      Set<String> outerLocals,
      SequencedSet<String> captured,
      SequencedSet<String> inner) {
    SequencedSet<String> locals = new LinkedHashSet<>(outerLocals);
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(locals::add);
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(locals::add);
    graph.getSparseInitializerList().forEach(sparse -> locals.add(sparse.getValues().getName()));
    graph.getNodeList().forEach(node -> locals.addAll(node.getOutputList()));
    inner.addAll(locals);
    for (NodeProto node : graph.getNodeList()) {
      node.getInputList().stream()
          .filter(input -> !input.isEmpty() && !locals.contains(input))
          .forEach(captured::add);
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          capture(attribute.getG(), locals, captured, inner);
        }
        attribute.getGraphsList().forEach(nested -> capture(nested, locals, captured, inner));
      }
    }
    graph.getOutputList().stream()
        .map(ValueInfoProto::getName)
        .filter(output -> !locals.contains(output))
        .forEach(captured::add);
  }

  static AttributeProto write(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    return switch (attribute) {
      case Attribute.IntValue(long value) -> proto.setType(AttributeType.INT).setI(value).build();
      case Attribute.FloatValue(float value) ->
          proto.setType(AttributeType.FLOAT).setF(value).build();
      case Attribute.StringValue(String value) ->
          proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
      case Attribute.TensorValue(Tensor value) ->
          proto.setType(AttributeType.TENSOR).setT(TensorCodec.write("", value)).build();
      case Attribute.Ints(List<Long> values) ->
          proto.setType(AttributeType.INTS).addAllInts(values).build();
      case Attribute.Floats(List<Float> values) ->
          proto.setType(AttributeType.FLOATS).addAllFloats(values).build();
      case Attribute.Strings(List<String> values) ->
          proto
              .setType(AttributeType.STRINGS)
              .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
              .build();
      case Attribute.Wire(List<Byte> bytes, List<String> _, List<String> _) -> parse(bytes);
    };
  }

  private static AttributeProto parse(List<Byte> bytes) {
    try {
      return AttributeProto.parseFrom(Wire.bytes(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new InternalException(
          "internal.wire", "Attribute", "its wire form is damaged", "report this as a defect", e);
    }
  }
}
