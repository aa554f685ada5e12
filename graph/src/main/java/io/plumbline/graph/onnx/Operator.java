package io.plumbline.graph.onnx;

import io.plumbline.graph.Node;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.op.Attribute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a node of one ONNX type must look like to be understood: how many inputs, which attributes
 * of which kind. A node with anything else stays opaque, so that nothing is lost.
 */
final class Operator {
  /** Reads one node; empty where something about it is not understood. */
  interface Recogniser {
    Optional<Recognised> recognise(OnnxNode node);
  }

  /** How a node's outputs after the first are treated. */
  private enum ExtraOutputs {
    REFUSED,
    DROPPED_WHERE_UNREAD,
    OPTIONAL,
    KEPT
  }

  private final int fewestInputs;
  private final int mostInputs;
  private final Recogniser recogniser;
  private final Map<String, Class<? extends Attribute>> attributes = new LinkedHashMap<>();
  private ExtraOutputs extraOutputs = ExtraOutputs.REFUSED;

  private Operator(int fewestInputs, int mostInputs, Recogniser recogniser) {
    this.fewestInputs = fewestInputs;
    this.mostInputs = mostInputs;
    this.recogniser = recogniser;
  }

  /** An operator with a fixed number of inputs. */
  static Operator of(int inputs, Recogniser recogniser) {
    return new Operator(inputs, inputs, recogniser);
  }

  /** An operator whose inputs beyond the fewest are optional. */
  static Operator of(int fewestInputs, int mostInputs, Recogniser recogniser) {
    return new Operator(fewestInputs, mostInputs, recogniser);
  }

  Operator integer(String... names) {
    return attributes(Attribute.IntValue.class, names);
  }

  Operator real(String... names) {
    return attributes(Attribute.FloatValue.class, names);
  }

  Operator text(String... names) {
    return attributes(Attribute.StringValue.class, names);
  }

  Operator integers(String... names) {
    return attributes(Attribute.Ints.class, names);
  }

  Operator floats(String... names) {
    return attributes(Attribute.Floats.class, names);
  }

  /** Outputs after the first that nothing reads are dropped, instead of keeping the node opaque. */
  Operator droppingUnreadOutputs() {
    extraOutputs = ExtraOutputs.DROPPED_WHERE_UNREAD;
    return this;
  }

  Operator texts(String... names) {
    return attributes(Attribute.Strings.class, names);
  }

  /** Any output may be absent, the first one too. */
  Operator withOptionalOutputs() {
    extraOutputs = ExtraOutputs.OPTIONAL;
    return this;
  }

  Operator withSeveralOutputs() {
    extraOutputs = ExtraOutputs.KEPT;
    return this;
  }

  private Operator attributes(Class<? extends Attribute> kind, String... names) {
    for (String name : names) {
      attributes.put(name, kind);
    }
    return this;
  }

  /** The typed node, or empty where something about it is not understood. */
  Optional<Node> recognise(OnnxNode opaque) {
    OnnxNode node = opaque.withNode(trimmed(opaque));
    if (!fitsInputs(node) || !fitsAttributes(node) || !fitsOutputs(node) || touchesOpaque(node)) {
      return Optional.empty();
    }
    return recogniser
        .recognise(node)
        .map(recognised -> node.node().withOp(recognised.op()).withInputs(recognised.inputs()));
  }

  private Node trimmed(OnnxNode opaque) {
    Node node = opaque.node();
    int inputs = node.inputs().size();
    while (inputs > 0 && !node.hasInput(inputs - 1)) {
      inputs--;
    }
    int outputs = node.outputs().size();
    while (extraOutputs != ExtraOutputs.KEPT
        && outputs > 1
        && isDroppable(opaque, node.outputs().get(outputs - 1))) {
      outputs--;
    }
    return node.withInputs(node.inputs().subList(0, inputs))
        .withOutputs(node.outputs().subList(0, outputs));
  }

  private boolean isDroppable(OnnxNode opaque, String output) {
    return output.equals(Node.ABSENT)
        || (extraOutputs != ExtraOutputs.REFUSED
            && opaque.graph().consumers(output).isEmpty()
            && !opaque.graph().outputs().contains(output));
  }

  private boolean fitsInputs(OnnxNode node) {
    List<String> inputs = node.node().inputs();
    return inputs.size() >= fewestInputs
        && inputs.size() <= mostInputs
        && !inputs.subList(0, fewestInputs).contains(Node.ABSENT);
  }

  private boolean fitsAttributes(OnnxNode node) {
    return node.op().attributes().entrySet().stream()
        .allMatch(
            attribute ->
                attributes.containsKey(attribute.getKey())
                    && attributes.get(attribute.getKey()).isInstance(attribute.getValue()));
  }

  private boolean fitsOutputs(OnnxNode node) {
    List<String> outputs = node.node().outputs();
    return switch (extraOutputs) {
      case OPTIONAL -> outputs.stream().anyMatch(output -> !output.equals(Node.ABSENT));
      case KEPT -> !outputs.isEmpty() && !outputs.contains(Node.ABSENT);
      case REFUSED, DROPPED_WHERE_UNREAD -> outputs.size() == 1 && !outputs.contains(Node.ABSENT);
    };
  }

  /** Sequences, maps, strings and sub-byte types are nothing that a typed op could mean. */
  private static boolean touchesOpaque(OnnxNode node) {
    return Stream.concat(node.node().inputs().stream(), node.node().outputs().stream())
        .anyMatch(value -> node.graph().types().get(value) instanceof OpaqueType);
  }
}
