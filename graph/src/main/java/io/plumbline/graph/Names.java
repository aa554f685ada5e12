package io.plumbline.graph;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Names for new values and nodes that nothing in a graph has: no input, constant, result or node,
 * nothing inside of a sub-graph, and no name given out before. The same wishes in the same order
 * give the same names.
 */
public final class Names {
  private final Graph graph;
  private final Set<String> values = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();

  private Names(Graph graph) {
    this.graph = graph;
  }

  /** The names that are free beside those of a graph. */
  public static Names of(Graph graph) {
    return new Names(graph);
  }

  /** The wished name of a value, or the first of {@code name_2}, {@code name_3}, … that is free. */
  public String value(String wished) {
    String name = free(wished, taken -> values.contains(taken) || graph.namesValue(taken));
    values.add(name);
    return name;
  }

  /** Likewise for a node. */
  public String node(String wished) {
    String name = free(wished, taken -> nodes.contains(taken) || graph.namesNode(taken));
    nodes.add(name);
    return name;
  }

  /** Likewise among names of any kind, without remembering it. */
  public static String free(String wished, Predicate<String> taken) {
    String name = wished;
    for (int i = 2; taken.test(name); i++) {
      name = wished + "_" + i;
    }
    return name;
  }
}
