package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Unsqueeze;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code Reshape(Flatten(x)) ⇒ Reshape(x)} for any two of Reshape, Flatten, Squeeze, Unsqueeze with
 * a static result. That of no elements needs an operator set in which 0 is an extent.
 */
public final class MergeReshapes implements Rule {
  private static final long OPSET_OF_ALLOW_ZERO = 14;

  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    Optional<Node> inner =
        isView(node.op())
            ? graph.producer(node.input(0)).filter(p -> isView(p.op()))
            : Optional.empty();
    Optional<TensorType> result = graph.tensorType(node.output()).filter(TensorType::isStatic);
    if (inner.isEmpty() || result.isEmpty() || graph.onlyConsumer(inner.get().output()).isEmpty()) {
      return Optional.empty();
    }
    List<Long> shape = Arrays.stream(result.get().shape().toArray()).boxed().toList();
    boolean empty = shape.contains(0L);
    if (empty && graph.info().opset() < OPSET_OF_ALLOW_ZERO) {
      return Optional.empty();
    }
    Node merged =
        new Node(
            node.name(),
            new Reshape(shape, empty),
            List.of(inner.get().input(0)),
            node.outputs(),
            Stream.concat(inner.get().origins().stream(), node.origins().stream()).toList());
    return Optional.of(new GraphPatch("MergeReshapes").remove(inner.get()).replace(node, merged));
  }

  private static boolean isView(Op op) {
    return op instanceof Reshape
        || op instanceof Flatten
        || op instanceof Squeeze
        || op instanceof Unsqueeze;
  }
}
