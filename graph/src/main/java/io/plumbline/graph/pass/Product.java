package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.BinaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tree of multiplications and divisions by scalars, read as a list of factors and one scalar. */
final class Product {
  private static final int DEPTH = 3;

  private final Graph graph;
  private final List<String> factors = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private double scalar = 1;

  private Product(Graph graph) {
    this.graph = graph;
  }

  /** The product a node computes; empty when it is neither Mul nor a division by a scalar. */
  static Optional<Product> of(Node node, Graph graph) {
    Product product = new Product(graph);
    return product.open(node, DEPTH) ? Optional.of(product) : Optional.empty();
  }

  List<String> factors() {
    return factors;
  }

  /** The nodes that multiply. */
  List<Node> nodes() {
    return nodes;
  }

  double scalar() {
    return scalar;
  }

  private boolean open(Node node, int depth) {
    if (depth == 0) {
      return false;
    }
    Optional<ScalarOperand> times = ScalarOperand.either(node, BinaryFunction.MUL, graph);
    Optional<ScalarOperand> over = ScalarOperand.right(node, BinaryFunction.DIV, graph);
    if (times.isPresent()) {
      scalar *= times.get().scalar();
      factor(times.get().value(), depth);
    } else if (over.isPresent()) {
      scalar /= over.get().scalar();
      factor(over.get().value(), depth);
    } else if (node.op() instanceof Binary(BinaryFunction function)
        && function == BinaryFunction.MUL) {
      factor(node.input(0), depth);
      factor(node.input(1), depth);
    } else {
      return false;
    }
    nodes.add(node);
    return true;
  }

  private void factor(String value, int depth) {
    boolean opened =
        graph
            .producer(value)
            .filter(producer -> graph.onlyConsumer(value).isPresent())
            .filter(producer -> open(producer, depth - 1))
            .isPresent();
    if (!opened) {
      factors.add(value);
    }
  }
}
