package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Takes values out of the optionals that they were put into:
 *
 * <pre>
 *   x → Optional → OptionalGetElement   becomes   x → Identity
 *   x → Optional → OptionalHasElement   becomes   true → Identity
 * </pre>
 *
 * The same for a tensor that never was in one, which these ops read since opset 18.
 */
public final class UnwrapOptionals {
  private static final String PUT = "Optional";
  private static final String GET = "OptionalGetElement";
  private static final String HAS = "OptionalHasElement";

  private final Graph graph;
  private final Names names;
  private final SequencedMap<String, Tensor> constants;

  private UnwrapOptionals(Graph graph) {
    this.graph = graph;
    this.names = Names.of(graph);
    this.constants = new LinkedHashMap<>(graph.constants());
  }

  /**
   * The graph without optionals; itself where there are none.
   *
   * @throws UnsupportedException naming a node that makes or reads an optional of which is not
   *     known what is in it
   */
  public static Graph apply(Graph graph) {
    return graph.nodes().stream().anyMatch(UnwrapOptionals::isOptional)
        ? new UnwrapOptionals(graph).unwrapped()
        : graph;
  }

  private Graph unwrapped() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          is(node, GET) || is(node, HAS)
              ? content(node.inputs()).map(found -> read(node, found)).orElse(node)
              : node);
    }
    Graph unwrapped =
        RemoveDeadCode.apply(
            new Graph(
                graph.name(),
                graph.info(),
                graph.inputs(),
                graph.outputs(),
                nodes,
                constants,
                graph.types()));
    unwrapped.nodes().stream()
        .filter(UnwrapOptionals::isOptional)
        .findFirst()
        .ifPresent(UnwrapOptionals::refuse);
    return unwrapped;
  }

  private Node read(Node node, String content) {
    String read = content;
    if (is(node, HAS)) {
      read = names.value(node.output() + "_known");
      constants.put(read, Tensor.ofIntegers(DType.BOOL, Shape.of(), 1));
    }
    return node.withOp(new Identity()).withInputs(List.of(read));
  }

  /** The tensor or sequence that is in a value, or is the value. */
  private Optional<String> content(List<String> inputs) {
    if (inputs.isEmpty() || inputs.getFirst().equals(Node.ABSENT)) {
      return Optional.empty();
    }
    String value = inputs.getFirst();
    if (graph.isConstant(value) || graph.tensorType(value).isPresent()) {
      return Optional.of(value);
    }
    return graph.producer(value).flatMap(producer -> content(producer, value));
  }

  private Optional<String> content(Node producer, String value) {
    if (is(producer, PUT)) {
      return producer.hasInput(0) ? Optional.of(producer.input(0)) : Optional.empty();
    }
    if (producer.op() instanceof Identity) {
      return content(producer.inputs());
    }
    return producer.op() instanceof OpaqueOp ? Optional.empty() : Optional.of(value);
  }

  private static boolean isOptional(Node node) {
    return is(node, PUT) || is(node, GET) || is(node, HAS);
  }

  private static boolean is(Node node, String type) {
    return node.op() instanceof OpaqueOp op
        && Set.of("", "ai.onnx").contains(op.domain())
        && op.type().equals(type);
  }

  private static void refuse(Node node) {
    throw new UnsupportedException(
        "model.optional",
        node.name(),
        "node '%s' (%s) works on an optional, and whether there is something in it is known only"
                .formatted(node.name(), node.op().type())
            + " as the model runs; expected tensors",
        "export the model with tensors in place of optionals, or name output_nodes before this"
            + " node");
  }
}
