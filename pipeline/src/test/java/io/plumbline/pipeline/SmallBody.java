package io.plumbline.pipeline;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.op.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Sub-graphs of one node. */
final class SmallBody {
  private SmallBody() {}

  /**
   * A sub-graph as an attribute.
   *
   * @param inner name of its result
   * @param node that reads outer values
   */
  static Attribute of(String name, String inner, NodeProto.Builder node) {
    GraphProto graph =
        GraphProto.newBuilder()
            .setName(name)
            .addNode(node.addOutput(inner))
            .addOutput(ValueInfoProto.newBuilder().setName(inner))
            .build();
    byte[] bytes =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(graph)
            .build()
            .toByteArray();
    List<Byte> wire = new ArrayList<>();
    for (byte one : bytes) {
      wire.add(one);
    }
    return new Attribute.Wire(wire, List.copyOf(node.getInputList()), List.of(inner));
  }
}
