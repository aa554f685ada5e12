package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Clip;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code Clip(Clip(x, a, b), c, d) ⇒ Clip(x, …)} with the limits that both have together. */
public final class MergeClips implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Clip(float low, float high)) || !(low <= high)) {
      return Optional.empty();
    }
    Optional<Node> producer = graph.producer(node.input(0));
    if (producer.isEmpty()
        || !(producer.get().op() instanceof Clip inner)
        || graph.onlyConsumer(producer.get().output()).isEmpty()) {
      return Optional.empty();
    }
    Clip both = new Clip(limited(inner.minimum(), low, high), limited(inner.maximum(), low, high));
    Node merged =
        new Node(
            node.name(),
            both,
            List.of(producer.get().input(0)),
            node.outputs(),
            Stream.concat(producer.get().origins().stream(), node.origins().stream()).toList());
    return Optional.of(new GraphPatch("MergeClips").remove(producer.get()).replace(node, merged));
  }

  private static float limited(float end, float low, float high) {
    return Math.min(Math.max(end, low), high);
  }
}
