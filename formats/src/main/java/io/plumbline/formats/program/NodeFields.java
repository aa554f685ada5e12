package io.plumbline.formats.program;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.AttributeProto.AttributeType;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.tensor.Tensor;
import java.util.List;

/**
 * The attributes of one node, checked for presence and type; attributes nobody asks for are
 * ignored.
 */
record NodeFields(NodeProto node) {
  boolean has(String name) {
    return node.getAttributeList().stream().anyMatch(attribute -> attribute.getName().equals(name));
  }

  private AttributeProto attribute(String name, AttributeType type) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name) && attribute.getType() == type) {
        return attribute;
      }
    }
    throw malformed("it lacks the attribute '%s' of type %s".formatted(name, type));
  }

  MalformedProgram malformed(String message) {
    return new MalformedProgram(
        "node '%s' (%s): %s".formatted(node.getName(), node.getOpType(), message));
  }

  int integer(String name) {
    return Math.toIntExact(attribute(name, AttributeType.INT).getI());
  }

  float real(String name) {
    return attribute(name, AttributeType.FLOAT).getF();
  }

  String text(String name) {
    return attribute(name, AttributeType.STRING).getS().toStringUtf8();
  }

  Tensor tensor(String name) {
    return TensorWire.read(attribute(name, AttributeType.TENSOR).getT());
  }

  List<Float> reals(String name) {
    return attribute(name, AttributeType.FLOATS).getFloatsList();
  }

  List<Integer> integers(String name) {
    return attribute(name, AttributeType.INTS).getIntsList().stream()
        .map(Math::toIntExact)
        .toList();
  }
}
