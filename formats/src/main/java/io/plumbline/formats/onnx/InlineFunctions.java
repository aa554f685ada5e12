package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.AttributeProto;
import io.plumbline.formats.wire.FunctionProto;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.formats.wire.OperatorSetIdProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.formats.wire.ValueInfoProto;
import io.plumbline.tensor.BadModelException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the nodes of model-local functions in the place of their calls, in sub-graphs too. A
 * function of another default opset than the model's stays as it is, for its nodes may mean
 * something else there.
 */
final class InlineFunctions {
  /** Functions that call functions can stand for any number of nodes. */
  static final int MOST_NODES = 200_000;

  private static final int DEEPEST = 64;

  private final ModelSource source;
  private final Map<Callee, FunctionProto> functions = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private int inlined;

  private InlineFunctions(ModelSource source) {
    this.source = source;
  }

  private record Callee(String domain, String type, String overload) {
    static Callee of(NodeProto node) {
      return new Callee(node.getDomain(), node.getOpType(), node.getOverload());
    }

    static Callee of(FunctionProto function) {
      return new Callee(function.getDomain(), function.getName(), function.getOverload());
    }
  }

  /**
   * The model without functions; the same one where it has none.
   *
   * @throws BadModelException when functions call each other in a circle, or come to more than
   *     {@value #MOST_NODES} nodes
   */
  static ModelProto apply(ModelProto model, ModelSource source) {
    if (model.getFunctionsCount() == 0) {
      return model;
    }
    InlineFunctions inline = new InlineFunctions(source);
    long opset = ModelInfoCodec.opset(model);
    boolean all = true;
    ModelProto.Builder result = model.toBuilder();
    for (FunctionProto function : model.getFunctionsList()) {
      if (ModelInfoCodec.opset(function, opset) == opset) {
        inline.functions.put(Callee.of(function), function);
        addImports(result, function);
      } else {
        all = false;
      }
    }
    inline.collect(model.getGraph());
    result.setGraph(inline.graph(model.getGraph(), 0));
    return all ? result.clearFunctions().build() : result.build();
  }

  private static void addImports(ModelProto.Builder model, FunctionProto function) {
    for (OperatorSetIdProto imported : function.getOpsetImportList()) {
      boolean known =
          ModelInfoCodec.isDefault(imported.getDomain())
              || model.getOpsetImportList().stream()
                  .anyMatch(opset -> opset.getDomain().equals(imported.getDomain()));
      if (!known) {
        model.addOpsetImport(imported);
      }
    }
  }

  private void collect(GraphProto graph) {
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(names::add);
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(names::add);
    graph.getSparseInitializerList().forEach(sparse -> names.add(sparse.getValues().getName()));
    for (NodeProto node : graph.getNodeList()) {
      names.addAll(node.getOutputList());
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          collect(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::collect);
      }
    }
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int suffix = 1; !names.add(name); suffix++) {
      name = wanted + "_" + suffix;
    }
    return name;
  }

  private GraphProto graph(GraphProto graph, int depth) {
    GraphProto.Builder result = graph.toBuilder().clearNode();
    nodes(graph.getNodeList(), result, depth);
    return result.build();
  }

  private void nodes(List<NodeProto> nodes, GraphProto.Builder result, int depth) {
    for (NodeProto node : nodes) {
      FunctionProto function = functions.get(Callee.of(node));
      if (function == null) {
        result.addNode(withoutCalls(node, depth));
        continue;
      }
      inlined += function.getNodeCount();
      if (depth == DEEPEST || inlined > MOST_NODES) {
        throw source.bad(
            "model.functions",
            depth == DEEPEST
                ? "function '%s' calls itself, or functions call each other %d deep"
                    .formatted(function.getName(), DEEPEST)
                : "its functions stand for more than %d nodes".formatted(MOST_NODES),
            "export it again without functions");
      }
      nodes(new FunctionScope(node, function, this::fresh).nodes(), result, depth + 1);
    }
  }

  private NodeProto withoutCalls(NodeProto node, int depth) {
    NodeProto.Builder result = node.toBuilder();
    for (int i = 0; i < node.getAttributeCount(); i++) {
      AttributeProto attribute = node.getAttribute(i);
      if (attribute.hasG() || attribute.getGraphsCount() > 0) {
        AttributeProto.Builder inner = attribute.toBuilder();
        if (attribute.hasG()) {
          inner.setG(graph(attribute.getG(), depth));
        }
        for (int g = 0; g < attribute.getGraphsCount(); g++) {
          inner.setGraphs(g, graph(attribute.getGraphs(g), depth));
        }
        result.setAttribute(i, inner);
      }
    }
    return result.build();
  }
}
