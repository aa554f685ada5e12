package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Transpose;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code Transpose(Transpose(x, p), q) ⇒ Transpose(x, p∘q)}; a pair that cancels then disappears as
 * an identity.
 */
public final class MergeTransposes implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Transpose(List<Integer> outer))) {
      return Optional.empty();
    }
    Optional<Node> producer = graph.producer(node.input(0));
    if (producer.isEmpty()
        || !(producer.get().op() instanceof Transpose(List<Integer> inner))
        || graph.onlyConsumer(producer.get().output()).isEmpty()) {
      return Optional.empty();
    }
    Node merged =
        new Node(
            node.name(),
            new Transpose(outer.stream().map(inner::get).toList()),
            List.of(producer.get().input(0)),
            node.outputs(),
            Stream.concat(producer.get().origins().stream(), node.origins().stream()).toList());
    return Optional.of(
        new GraphPatch("MergeTransposes").remove(producer.get()).replace(node, merged));
  }
}
