package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import java.util.Optional;

/**
 * A local rewrite, anchored at one node. Its class name says what it does, its Javadoc shows before
 * ⇒ after.
 */
public interface Rule {
  /** The edit that applies at this node, or empty where the rule does not. */
  Optional<GraphPatch> apply(Node node, Graph graph);

  /** The rule's name in messages. */
  default String name() {
    return getClass().getSimpleName();
  }
}
