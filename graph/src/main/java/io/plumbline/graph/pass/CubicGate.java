package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import io.plumbline.graph.op.Unary;
import io.plumbline.graph.op.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gate {@code 1 + Tanh(√(2/π) · (x + 0.044715 · x³))} of Gelu in its tanh form. */
final class CubicGate {
  private static final double SCALE = StrictMath.sqrt(2 / StrictMath.PI);
  private static final double CUBIC = 0.044715;
  private static final double NEAR = 1e-4;

  private CubicGate() {}

  /**
   * The nodes that compute the gate from x.
   *
   * @param sum the addition of 1
   */
  static Optional<List<Node>> nodes(ScalarOperand sum, String x, Graph graph) {
    Optional<Node> tanh =
        graph.producer(sum.value()).filter(node -> node.op().equals(new Unary(UnaryFunction.TANH)));
    Optional<Product> scaled =
        tanh.flatMap(node -> graph.producer(node.input(0)))
            .flatMap(node -> Product.of(node, graph))
            .filter(product -> product.factors().size() == 1 && near(product.scalar(), SCALE));
    Optional<Node> inner =
        scaled
            .flatMap(product -> graph.producer(product.factors().getFirst()))
            .filter(node -> node.op().equals(new Binary(BinaryFunction.ADD)))
            .filter(node -> node.inputs().contains(x));
    Optional<List<Node>> cubic = inner.flatMap(node -> cubic(other(node, x), x, graph));
    if (tanh.isEmpty() || scaled.isEmpty() || inner.isEmpty() || cubic.isEmpty()) {
      return Optional.empty();
    }
    List<Node> nodes = new ArrayList<>(cubic.get());
    nodes.add(inner.get());
    nodes.addAll(scaled.get().nodes());
    nodes.add(tanh.get());
    nodes.add(sum.node());
    return Optional.of(nodes);
  }

  private static String other(Node node, String x) {
    return node.input(0).equals(x) ? node.input(1) : node.input(0);
  }

  private static Optional<List<Node>> cubic(String value, String x, Graph graph) {
    Optional<Product> product =
        graph
            .producer(value)
            .flatMap(node -> Product.of(node, graph))
            .filter(found -> near(found.scalar(), CUBIC));
    if (product.isEmpty()) {
      return Optional.empty();
    }
    List<Node> nodes = new ArrayList<>();
    if (product.get().factors().size() == 1) {
      Optional<Node> power =
          graph.producer(product.get().factors().getFirst()).filter(node -> isCube(node, x, graph));
      if (power.isEmpty()) {
        return Optional.empty();
      }
      nodes.add(power.get());
    } else if (!product.get().factors().equals(List.of(x, x, x))) {
      return Optional.empty();
    }
    nodes.addAll(product.get().nodes());
    return Optional.of(nodes);
  }

  private static boolean isCube(Node node, String x, Graph graph) {
    return node.op().equals(new Binary(BinaryFunction.POW))
        && node.input(0).equals(x)
        && graph
            .constant(node.input(1))
            .filter(tensor -> tensor.elements() == 1 && tensor.getDouble(0) == 3)
            .isPresent();
  }

  private static boolean near(double found, double expected) {
    return Math.abs(found / expected - 1) < NEAR;
  }
}
