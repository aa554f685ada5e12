package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/** Builds a graph of opaque nodes from a parsed model, checking that it is one. */
final class GraphReader {
  private final ModelSource source;
  private final SequencedMap<String, Tensor> constants = new LinkedHashMap<>();
  private final SequencedMap<String, ValueType> types = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> declaredNames = new HashSet<>();
  private final Set<String> nodeNames = new HashSet<>();
  private final Map<String, Integer> suffixes = new HashMap<>();
  private final Set<String> sources = new HashSet<>();

  GraphReader(ModelSource source) {
    this.source = source;
  }

  Graph read(ModelProto model) {
    GraphProto proto = model.getGraph();
    proto.getNodeList().forEach(node -> declaredNames.add(node.getName()));
    Set<String> widened = FourBitCodec.widened(proto);
    proto.getInitializerList().forEach(tensor -> initializer(tensor, widened));
    proto.getSparseInitializerList().forEach(this::sparseInitializer);
    Set<String> defaults = Set.copyOf(sources);
    SequencedSet<String> inputs = new LinkedHashSet<>();
    proto.getValueInfoList().forEach(this::type);
    proto.getOutputList().forEach(this::type);
    // An input may be named there again, with less; what it declares itself holds.
    for (ValueInfoProto input : proto.getInputList()) {
      type(input);
      if (!defaults.contains(input.getName())) {
        requireUnique(input.getName(), "graph input");
        inputs.add(input.getName());
      }
    }
    for (int index = 0; index < proto.getNodeCount(); index++) {
      node(proto.getNode(index), index);
    }
    List<String> outputs = proto.getOutputList().stream().map(ValueInfoProto::getName).toList();
    requireSources(outputs);
    return sorted(
        new Graph(
            proto.getName(),
            ModelInfoCodec.read(model, source),
            List.copyOf(inputs),
            outputs,
            nodes,
            constants,
            types));
  }

  private void initializer(TensorProto proto, Set<String> widened) {
    requireUnique(proto.getName(), "initializer");
    Optional<Tensor> tensor =
        widened.contains(proto.getName())
            ? Optional.of(FourBitCodec.read(proto, source))
            : TensorCodec.read(proto, source);
    if (tensor.isPresent()) {
      constants.put(proto.getName(), tensor.get());
      return;
    }
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(proto)
            .build();
    constantNode(proto.getName(), value);
  }

  private void sparseInitializer(SparseTensorProto proto) {
    String name = proto.getValues().getName();
    requireUnique(name, "sparse initializer");
    Optional<Tensor> dense = SparseCodec.dense(proto, source);
    if (dense.isPresent()) {
      constants.put(name, dense.get());
      return;
    }
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("sparse_value")
            .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
            .setSparseTensor(proto)
            .build();
    constantNode(name, value);
  }

  private void constantNode(String output, AttributeProto value) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put(value.getName(), AttributeCodec.read(value, source));
    String name = unique("Constant_" + output);
    nodes.add(
        Node.original(name, new OpaqueOp("", "Constant", attributes), List.of(), List.of(output)));
  }

  private void node(NodeProto proto, int index) {
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      attribute(proto, attribute, attributes);
    }
    String name = name(proto, index);
    if (proto.getOpType().isEmpty()) {
      throw source.bad(
          "model.no-op-type", "node '%s' has no op type".formatted(name), "export it again");
    }
    if (proto.getOutputList().stream().allMatch(String::isEmpty)) {
      throw source.bad(
          "model.no-output", "node '%s' has no output".formatted(name), "export it again");
    }
    proto.getOutputList().stream()
        .filter(output -> !output.isEmpty())
        .forEach(output -> requireUnique(output, "node '" + name + "'"));
    nodes.add(
        Node.original(
            name,
            new OpaqueOp(proto.getDomain(), proto.getOpType(), attributes),
            proto.getInputList(),
            proto.getOutputList()));
  }

  /** A sparse constant becomes the dense one it stands for. */
  private void attribute(
      NodeProto node, AttributeProto proto, SequencedMap<String, Attribute> attributes) {
    if (node.getOpType().equals("Constant") && proto.hasSparseTensor()) {
      Optional<Tensor> dense = SparseCodec.dense(proto.getSparseTensor(), source);
      if (dense.isPresent()) {
        attributes.put("value", new Attribute.TensorValue(dense.get()));
        return;
      }
    }
    attributes.put(proto.getName(), AttributeCodec.read(proto, source));
  }

  /** The first node of a name keeps it; the others, and those without one, get a number. */
  private String name(NodeProto proto, int index) {
    String declared = proto.getName();
    if (!declared.isEmpty() && nodeNames.add(declared)) {
      return declared;
    }
    return unique(declared.isEmpty() ? proto.getOpType() + "_" + index : declared);
  }

  /** A node name that no node has and none declares. */
  private String unique(String wanted) {
    if (!declaredNames.contains(wanted) && nodeNames.add(wanted)) {
      return wanted;
    }
    int suffix = suffixes.getOrDefault(wanted, 1);
    String name = wanted + "_" + suffix;
    while (declaredNames.contains(name) || !nodeNames.add(name)) {
      suffix++;
      name = wanted + "_" + suffix;
    }
    suffixes.put(wanted, suffix + 1);
    return name;
  }

  private void type(ValueInfoProto proto) {
    TypeCodec.read(proto.getType()).ifPresent(type -> types.put(proto.getName(), type));
  }

  private void requireUnique(String value, String by) {
    if (value.isEmpty() || !sources.add(value)) {
      throw source.bad(
          "model.two-sources",
          value.isEmpty()
              ? by + " has no name"
              : "value '%s' has two sources, the second is %s".formatted(value, by),
          "the file is damaged; export it again");
    }
  }

  private void requireSources(List<String> outputs) {
    for (Node node : nodes) {
      for (String read : node.reads()) {
        if (!sources.contains(read)) {
          throw noSource("node '" + node.name() + "' reads", read);
        }
      }
    }
    for (String output : outputs) {
      if (!sources.contains(output)) {
        throw noSource("the graph's outputs name", output);
      }
    }
  }

  private BadModelException noSource(String who, String value) {
    return source.bad(
        "model.no-source",
        "%s '%s', which nothing produces".formatted(who, value),
        "the file is damaged; export it again");
  }

  private Graph sorted(Graph graph) {
    try {
      return new GraphPatch("reading").apply(graph);
    } catch (IllegalStateException e) {
      throw source.bad(
          "model.cycle", "the graph is not acyclic: " + e.getMessage(), "export it again", e);
    }
  }
}
