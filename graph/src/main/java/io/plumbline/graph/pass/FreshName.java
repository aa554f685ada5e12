package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import java.util.function.Predicate;

/** Names for new values that no value of a graph has yet. */
final class FreshName {
  private FreshName() {}

  /** The wished name, or the first of {@code name_2}, {@code name_3}, … that is free. */
  static String of(String wished, Graph graph) {
    return of(wished, name -> isTaken(name, graph));
  }

  /** Likewise among names of any kind. */
  static String of(String wished, Predicate<String> taken) {
    String name = wished;
    for (int i = 2; taken.test(name); i++) {
      name = wished + "_" + i;
    }
    return name;
  }

  private static boolean isTaken(String name, Graph graph) {
    return graph.isConstant(name)
        || graph.inputs().contains(name)
        || graph.producer(name).isPresent();
  }
}
