package io.plumbline.formats.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.InternalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Lets sub-graphs read what an Identity makes of a graph input in place of the input. The name of
 * an input belongs to whoever feeds it; a value of the graph's own can be rounded, or prepared from
 * a picture, under the name that the sub-graph reads.
 */
public final class CapturedInputs {
  private final SequencedMap<String, String> copies;

  private CapturedInputs(SequencedMap<String, String> copies) {
    this.copies = copies;
  }

  /** The graph in which no sub-graph reads an input; itself where none does. */
  public static Graph apply(Graph graph) {
    Names names = Names.of(graph);
    SequencedMap<String, String> copies = new LinkedHashMap<>();
    for (String input : captured(graph)) {
      copies.put(input, names.value(input + "_captured"));
    }
    return copies.isEmpty() ? graph : new CapturedInputs(copies).rewritten(graph, names);
  }

  private static SequencedSet<String> captured(Graph graph) {
    SequencedSet<String> captured = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof OpaqueOp opaque) {
        captured.addAll(opaque.captured());
      }
    }
    captured.retainAll(graph.inputs());
    return captured;
  }

  private Graph rewritten(Graph graph, Names names) {
    List<Node> nodes = new ArrayList<>();
    SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
    copies.forEach(
        (input, copy) -> {
          nodes.add(Node.original(names.node(copy), new Identity(), List.of(input), List.of(copy)));
          if (graph.types().containsKey(input)) {
            types.put(copy, Objects.requireNonNull(graph.types().get(input)));
          }
        });
    for (Node node : graph.nodes()) {
      nodes.add(node.op() instanceof OpaqueOp opaque ? node.withOp(rewritten(opaque)) : node);
    }
    return new Graph(
        graph.name(),
        graph.info(),
        graph.inputs(),
        graph.outputs(),
        nodes,
        graph.constants(),
        types);
  }

  private OpaqueOp rewritten(OpaqueOp op) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>(op.attributes());
    attributes.replaceAll(
        (_, attribute) -> attribute instanceof Attribute.Wire wire ? rewritten(wire) : attribute);
    return new OpaqueOp(op.domain(), op.type(), attributes);
  }

  private Attribute.Wire rewritten(Attribute.Wire wire) {
    if (wire.captured().stream().noneMatch(copies::containsKey)) {
      return wire;
    }
    try {
      AttributeProto proto = AttributeProto.parseFrom(Wire.bytes(wire.bytes()));
      return new Attribute.Wire(
          Wire.list(attribute(proto, copies).toByteString()),
          wire.captured().stream().map(name -> renamed(name, copies)).toList(),
          wire.inner());
    } catch (InvalidProtocolBufferException e) {
      throw new InternalException(
          "internal.wire",
          "sub-graph",
          "the wire form of a sub-graph is damaged",
          "report this as a defect",
          e);
    }
  }

  private static AttributeProto attribute(AttributeProto proto, Map<String, String> names) {
    AttributeProto.Builder result = proto.toBuilder();
    if (proto.hasG()) {
      result.setG(graph(proto.getG(), names));
    }
    for (int i = 0; i < proto.getGraphsCount(); i++) {
      result.setGraphs(i, graph(proto.getGraphs(i), names));
    }
    return result.build();
  }

  /** A graph that reads outer values by other names, unless it has a value of that name itself. */
  private static GraphProto graph(GraphProto proto, Map<String, String> outer) {
    Map<String, String> names = new LinkedHashMap<>(outer);
    names.keySet().removeAll(own(proto));
    GraphProto.Builder result = proto.toBuilder();
    for (NodeProto.Builder node : result.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, renamed(node.getInput(i), names));
      }
      for (int i = 0; i < node.getAttributeCount(); i++) {
        node.setAttribute(i, attribute(node.getAttribute(i), names));
      }
    }
    for (ValueInfoProto.Builder output : result.getOutputBuilderList()) {
      output.setName(renamed(output.getName(), names));
    }
    return result.build();
  }

  private static Set<String> own(GraphProto proto) {
    Set<String> own = new LinkedHashSet<>();
    proto.getInputList().stream().map(ValueInfoProto::getName).forEach(own::add);
    proto.getInitializerList().stream().map(TensorProto::getName).forEach(own::add);
    proto.getSparseInitializerList().forEach(sparse -> own.add(sparse.getValues().getName()));
    proto.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
    return own;
  }

  private static String renamed(String name, Map<String, String> names) {
    return names.containsKey(name) ? Objects.requireNonNull(names.get(name)) : name;
  }
}
