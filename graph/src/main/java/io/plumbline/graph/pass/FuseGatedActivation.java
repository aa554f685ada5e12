package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.HardSigmoid;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code c · x · gate(x) ⇒ f(x)}, the factors in any order:
 *
 * <ul>
 *   <li>{@code x · Sigmoid(x) ⇒ Silu(x)}
 *   <li>{@code x · HardSigmoid(x, 1/6, 1/2) ⇒ HardSwish(x)}
 *   <li>{@code x · Clip(x + 3, 0, 6) / 6 ⇒ HardSwish(x)}
 *   <li>{@code x · Tanh(Softplus(x)) ⇒ Mish(x)}
 *   <li>{@code ½ · x · (1 + Erf(x / √2)) ⇒ Gelu(x)}
 *   <li>{@code ½ · x · (1 + Tanh(√(2/π) · (x + 0.044715 · x³))) ⇒ Gelu(x)} of the tanh form
 * </ul>
 */
public final class FuseGatedActivation implements Rule {
  private static final double ROOT_TWO = StrictMath.sqrt(2);

  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    return Product.of(node, graph)
        .filter(product -> product.factors().size() == 2)
        .flatMap(product -> fuse(node, product, 0, graph).or(() -> fuse(node, product, 1, graph)));
  }

  private Optional<GraphPatch> fuse(Node node, Product product, int gateFactor, Graph graph) {
    String x = product.factors().get(1 - gateFactor);
    return graph
        .producer(product.factors().get(gateFactor))
        .flatMap(gate -> gate(gate, x, graph))
        .filter(gate -> Math.abs(product.scalar() / gate.scalar() - 1) < 1e-5)
        .flatMap(
            gate ->
                new Fusion(graph, node)
                    .and(product.nodes())
                    .and(gate.nodes())
                    .into(name(), new Unary(gate.function()), List.of(x)));
  }

  /** The function that x · gate · scalar is, and the nodes that compute the gate from x. */
  private record Gate(UnaryFunction function, double scalar, List<Node> nodes) {}

  private static Optional<Gate> gate(Node node, String x, Graph graph) {
    return switch (node.op()) {
      case Unary(UnaryFunction function)
          when function == UnaryFunction.SIGMOID && node.input(0).equals(x) ->
          Optional.of(new Gate(UnaryFunction.SILU, 1, List.of(node)));
      case Unary(UnaryFunction function) when function == UnaryFunction.TANH ->
          producer(node.input(0), UnaryFunction.SOFTPLUS, graph)
              .filter(softplus -> softplus.input(0).equals(x))
              .map(softplus -> new Gate(UnaryFunction.MISH, 1, List.of(node, softplus)));
      case HardSigmoid(float alpha, float beta)
          when node.input(0).equals(x) && Math.abs(alpha * 6 - 1) < 1e-5 && beta == 0.5f ->
          Optional.of(new Gate(UnaryFunction.HARD_SWISH, 1, List.of(node)));
      case Clip(float low, float high) when low == 0 && high == 6 ->
          plus(node.input(0), 3, graph)
              .filter(sum -> sum.value().equals(x))
              .map(sum -> new Gate(UnaryFunction.HARD_SWISH, 1.0 / 6, List.of(node, sum.node())));
      case Op other ->
          ScalarOperand.either(node, BinaryFunction.ADD, graph)
              .filter(sum -> sum.near(1))
              .flatMap(
                  sum ->
                      errorGate(sum, x, graph)
                          .or(
                              () ->
                                  CubicGate.nodes(sum, x, graph)
                                      .map(
                                          nodes -> new Gate(UnaryFunction.GELU_TANH, 0.5, nodes))));
    };
  }

  private static Optional<Gate> errorGate(ScalarOperand sum, String x, Graph graph) {
    Optional<Node> erf = producer(sum.value(), UnaryFunction.ERF, graph);
    Optional<Product> scaled =
        erf.flatMap(node -> graph.producer(node.input(0)))
            .flatMap(node -> Product.of(node, graph))
            .filter(product -> product.factors().equals(List.of(x)))
            .filter(product -> Math.abs(product.scalar() * ROOT_TWO - 1) < 1e-5);
    if (erf.isEmpty() || scaled.isEmpty()) {
      return Optional.empty();
    }
    List<Node> nodes = new ArrayList<>(scaled.get().nodes());
    nodes.add(erf.get());
    nodes.add(sum.node());
    return Optional.of(new Gate(UnaryFunction.GELU, 0.5, nodes));
  }

  private static Optional<ScalarOperand> plus(String value, double amount, Graph graph) {
    return graph
        .producer(value)
        .flatMap(node -> ScalarOperand.either(node, BinaryFunction.ADD, graph))
        .filter(sum -> sum.near(amount));
  }

  private static Optional<Node> producer(String value, UnaryFunction function, Graph graph) {
    return graph.producer(value).filter(node -> node.op().equals(new Unary(function)));
  }
}
