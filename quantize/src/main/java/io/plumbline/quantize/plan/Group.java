package io.plumbline.quantize.plan;

import io.plumbline.graph.Node;
import java.util.List;

/**
 * Nodes that become one instruction, in execution order.
 *
 * @param rule of the first node
 */
record Group(List<Node> nodes, Rule rule) {
  Group {
    nodes = List.copyOf(nodes);
  }

  Node head() {
    return nodes.getFirst();
  }

  /** The first result of the last node. */
  String output() {
    return nodes.getLast().output();
  }

  /** The results that somebody asked for. */
  List<String> outputs() {
    return nodes.getLast().outputs().stream().filter(name -> !name.equals(Node.ABSENT)).toList();
  }

  List<String> names() {
    return nodes.stream().map(Node::name).toList();
  }
}
