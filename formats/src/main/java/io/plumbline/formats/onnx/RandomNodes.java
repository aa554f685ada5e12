package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.pass.RemoveDeadCode;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds nodes that draw random numbers, in sub-graphs too. */
public final class RandomNodes {
  private RandomNodes() {}

  /** A node of the graph that outputs depend on, and the op type in it, such as RandomNormal. */
  public record Found(Node node, String type) {}

  /** The first that an output depends on; empty when there is none. */
  public static Optional<Found> first(Graph graph) {
    return RemoveDeadCode.apply(graph).nodes().stream()
        .flatMap(node -> random(node).map(type -> new Found(node, type)))
        .findFirst();
  }

  private static Stream<String> random(Node node) {
    if (!(node.op() instanceof OpaqueOp op)) {
      return Stream.empty();
    }
    return OpaqueOp.isRandom(op.domain(), op.type())
        ? Stream.of(op.type())
        : op.attributes().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Attribute.Wire)
            .flatMap(entry -> random(AttributeCodec.write(entry.getKey(), entry.getValue())));
  }

  private static Stream<String> random(AttributeProto attribute) {
    return Stream.concat(
            attribute.hasG() ? Stream.of(attribute.getG()) : Stream.empty(),
            attribute.getGraphsList().stream())
        .map(GraphProto::getNodeList)
        .flatMap(nodes -> nodes.stream().flatMap(RandomNodes::random));
  }

  private static Stream<String> random(NodeProto node) {
    return OpaqueOp.isRandom(node.getDomain(), node.getOpType())
        ? Stream.of(node.getOpType())
        : node.getAttributeList().stream().flatMap(RandomNodes::random);
  }
}
