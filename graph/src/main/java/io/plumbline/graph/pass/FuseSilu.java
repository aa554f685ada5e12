package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code x · Sigmoid(x) ⇒ Silu(x)} and {@code x · HardSigmoid(x, 1/6, 1/2) ⇒ HardSwish(x)}. */
public final class FuseSilu implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Binary(BinaryFunction function)) || function != BinaryFunction.MUL) {
      return Optional.empty();
    }
    return fuse(node, 0, graph).or(() -> fuse(node, 1, graph));
  }

  private static Optional<GraphPatch> fuse(Node node, int gateInput, Graph graph) {
    String x = node.input(1 - gateInput);
    Optional<Node> gate =
        graph
            .producer(node.input(gateInput))
            .filter(producer -> !producer.inputs().isEmpty() && producer.input(0).equals(x))
            .filter(producer -> graph.onlyConsumer(producer.output()).isPresent());
    return gate.flatMap(producer -> product(producer.op()).map(op -> patch(node, producer, x, op)));
  }

  private static Optional<UnaryFunction> product(Op gate) {
    return switch (gate) {
      case Unary(UnaryFunction function) when function == UnaryFunction.SIGMOID ->
          Optional.of(UnaryFunction.SILU);
      case HardSigmoid(float alpha, float beta)
          when Math.abs(alpha - 1.0 / 6) < 1e-6 && beta == 0.5f ->
          Optional.of(UnaryFunction.HARD_SWISH);
      case Op other -> Optional.empty();
    };
  }

  private static GraphPatch patch(Node node, Node gate, String x, UnaryFunction function) {
    Node fused =
        new Node(
            node.name(),
            new Unary(function),
            List.of(x),
            node.outputs(),
            Stream.concat(gate.origins().stream(), node.origins().stream()).toList());
    return new GraphPatch("FuseSilu").remove(gate).replace(node, fused);
  }
}
