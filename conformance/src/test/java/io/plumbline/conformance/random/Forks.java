package io.plumbline.conformance.random;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Nodes become the branches of an If, one of which halves what it makes. */
final class Forks implements Dress {
  private static final String CONDITION = "taken";
  private static final String LIMIT = "limit";

  @Override
  public ModelProto on(ModelProto model, Random random) {
    Run run = Run.random(model.getGraph(), random);
    if (run.makes().isEmpty()) {
      return model;
    }
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
    List<NodeProto> condition = condition(graph, random);
    NodeProto fork =
        NodeProto.newBuilder()
            .setOpType("If")
            .setName("fork")
            .addInput(CONDITION)
            .addAllOutput(run.makes())
            .addAttribute(branch("then_branch", "t_", run, false))
            .addAttribute(branch("else_branch", "e_", run, true))
            .build();
    return model.toBuilder()
        .setGraph(graph.addAllNode(condition).addAllNode(run.replacedBy(List.of(fork))))
        .build();
  }

  /** A constant, or whether the first element of an input is positive. */
  private static List<NodeProto> condition(GraphProto.Builder graph, Random random) {
    if (random.nextBoolean() || graph.getInputCount() == 0) {
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName(CONDITION)
              .setDataType(ElementType.number(DType.BOOL))
              .addInt32Data(random.nextInt(2)));
      return List.of();
    }
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(LIMIT)
            .setDataType(ElementType.number(DType.FLOAT32))
            .addFloatData(0));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("all")
            .setDataType(ElementType.number(DType.INT64))
            .addDims(1)
            .addInt64Data(-1));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("first")
            .setDataType(ElementType.number(DType.INT64))
            .addInt64Data(0));
    return List.of(
        node("Reshape", "flat", graph.getInput(0).getName(), "all"),
        node("Gather", "one", "flat", "first"),
        node("Greater", CONDITION, "one", LIMIT));
  }

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  /**
   * The nodes with their values named anew, and handed out as they are or halved: a power or a
   * logarithm behind them has numbers of the same sign.
   */
  private static AttributeProto branch(String name, String prefix, Run run, boolean halved) {
    List<String> own = new ArrayList<>();
    run.nodes().forEach(node -> own.addAll(node.getOutputList()));
    own.removeIf(String::isEmpty);
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    for (NodeProto node : run.nodes()) {
      NodeProto.Builder copy = node.toBuilder().setName(prefix + node.getName());
      for (int i = 0; i < copy.getInputCount(); i++) {
        copy.setInput(i, renamed(copy.getInput(i), prefix, own));
      }
      for (int i = 0; i < copy.getOutputCount(); i++) {
        copy.setOutput(i, renamed(copy.getOutput(i), prefix, own));
      }
      graph.addNode(copy);
    }
    String half = prefix + "half";
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(half)
            .setDataType(ElementType.number(DType.FLOAT32))
            .addFloatData(0.5f));
    for (String made : run.makes()) {
      String out = "out_" + prefix + made;
      boolean real = made.startsWith("v");
      graph.addNode(
          halved && real
              ? node("Mul", out, prefix + made, half)
              : node("Identity", out, prefix + made));
      graph.addOutput(ValueInfoProto.newBuilder().setName(out));
    }
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  private static String renamed(String value, String prefix, List<String> own) {
    return own.contains(value) ? prefix + value : value;
  }
}
