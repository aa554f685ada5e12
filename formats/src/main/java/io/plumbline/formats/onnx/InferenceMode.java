package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.NodeProto;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.onnx.RecogniseOps;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Takes the training mode from Dropout, in sub-graphs too, as ONNX defines the op without it: what
 * is dropped at random in training is handed on in inference.
 */
public final class InferenceMode {
  private static final int MODE = 2;

  private final Graph graph;
  private final List<Finding> findings = new ArrayList<>();

  /** The graph, and one finding for each node that was in training mode, or could be. */
  public record Applied(Graph graph, List<Finding> findings) {
    public Applied {
      findings = List.copyOf(findings);
    }
  }

  private InferenceMode(Graph graph) {
    this.graph = graph;
  }

  /** The graph in which nothing is trained; itself where nothing was. */
  public static Applied apply(Graph graph) {
    return new InferenceMode(graph).rewritten();
  }

  private Applied rewritten() {
    List<Node> nodes = graph.nodes().stream().map(this::rewritten).toList();
    return nodes.equals(graph.nodes())
        ? new Applied(graph, findings)
        : new Applied(RecogniseOps.apply(graph.withNodes(nodes)), findings);
  }

  private Node rewritten(Node node) {
    if (!(node.op() instanceof OpaqueOp op)) {
      return node;
    }
    if (isDropout(op.domain(), op.type()) && node.hasInput(MODE)) {
      Tensor mode = graph.constants().get(node.input(MODE));
      if (mode == null || mode.elements() != 1 || mode.getLong(0) != 0) {
        found(node.name());
      }
      return node.withInputs(node.inputs().subList(0, MODE));
    }
    return op.inner().isEmpty() ? node : node.withOp(bodies(op, node.name()));
  }

  private OpaqueOp bodies(OpaqueOp op, String node) {
    WireRewrite rewrite = WireRewrite.ofNodes(inner -> rewritten(inner, node));
    SequencedMap<String, Attribute> attributes = new LinkedHashMap<>(op.attributes());
    attributes.replaceAll(
        (name, attribute) ->
            attribute instanceof Attribute.Wire wire
                ? new Attribute.Wire(
                    Wire.list(
                        rewrite.attribute(AttributeCodec.write(name, attribute)).toByteString()),
                    wire.captured(),
                    wire.inner())
                : attribute);
    return new OpaqueOp(op.domain(), op.type(), attributes);
  }

  private NodeProto rewritten(NodeProto proto, String outer) {
    if (!isDropout(proto.getDomain(), proto.getOpType())
        || proto.getInputCount() <= MODE
        || proto.getInput(MODE).isEmpty()) {
      return proto;
    }
    found(outer);
    return proto.toBuilder()
        .clearInput()
        .addAllInput(proto.getInputList().subList(0, MODE))
        .build();
  }

  private static boolean isDropout(String domain, String type) {
    return (domain.isEmpty() || domain.equals("ai.onnx")) && type.equals("Dropout");
  }

  private void found(String node) {
    findings.add(
        Finding.warning(
            "model.training-mode",
            node,
            "A Dropout here is told to train, or can be: it is compiled as in inference, where it"
                + " hands on what it reads."));
  }
}
