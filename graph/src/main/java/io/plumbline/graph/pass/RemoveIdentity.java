package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code f(Identity(x)) ⇒ f(x)}, and the same for ops that turn out to do nothing: a Cast to the
 * same dtype, a Transpose in order, a Pad by zero, a Concat of one, a Reshape to the same shape. A
 * node that names a graph output stays, unless its input can take over the name.
 */
public final class RemoveIdentity implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!doesNothing(node, graph)) {
      return Optional.empty();
    }
    String input = node.input(0);
    if (!graph.outputs().contains(node.output())) {
      boolean captured =
          graph.consumers(node.output()).stream()
              .anyMatch(reader -> !reader.inputs().contains(node.output()));
      return captured
          ? Optional.empty()
          : Optional.of(
              new GraphPatch("RemoveIdentity").remove(node).redirect(node.output(), input));
    }
    return graph
        .producer(input)
        .filter(producer -> graph.onlyConsumer(input).isPresent())
        .filter(producer -> producer.outputs().size() == 1)
        .map(
            producer ->
                new GraphPatch("RemoveIdentity")
                    .remove(node)
                    .replace(producer, producer.withOutputs(List.of(node.output()))));
  }

  private static boolean doesNothing(Node node, Graph graph) {
    return switch (node.op()) {
      case Identity op -> true;
      case Clip op ->
          op.minimum() == Float.NEGATIVE_INFINITY && op.maximum() == Float.POSITIVE_INFINITY;
      case Cast op -> graph.tensorType(node.input(0)).stream().anyMatch(t -> t.dtype() == op.to());
      case Transpose op ->
          op.order().equals(IntStream.range(0, op.order().size()).boxed().toList());
      case Pad op -> op.pads().stream().allMatch(pad -> pad == 0);
      case Concat op -> node.inputs().size() == 1;
      case Reshape op -> sameShape(node, graph);
      case Flatten op -> sameShape(node, graph);
      case Squeeze op -> sameShape(node, graph);
      case Unsqueeze op -> sameShape(node, graph);
      case Slice op -> op.steps().stream().allMatch(step -> step == 1) && sameShape(node, graph);
      case Op other -> false;
    };
  }

  private static boolean sameShape(Node node, Graph graph) {
    Optional<TensorType> in = graph.tensorType(node.input(0)).filter(TensorType::isStatic);
    return in.isPresent() && in.equals(graph.tensorType(node.output()));
  }
}
