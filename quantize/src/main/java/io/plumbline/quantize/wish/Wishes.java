package io.plumbline.quantize.wish;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.target.Scheme;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wishes about one graph, node by node. */
public final class Wishes {
  private final Map<String, Wish> byNode;

  private Wishes(Map<String, Wish> byNode) {
    this.byNode = Collections.unmodifiableMap(byNode);
  }

  /**
   * Applies wishes: the finest selector wins, and the last of equally fine ones.
   *
   * @throws io.plumbline.tensor.BadConfigurationException when a selector means no node
   */
  public static Wishes of(List<Wish> wishes, Graph graph) {
    Selection selection = new Selection(graph);
    Map<String, Wish> byNode = new LinkedHashMap<>();
    wishes.stream()
        .sorted(Comparator.comparingInt(wish -> wish.selector().rank()))
        .forEach(wish -> selection.of(wish.selector()).forEach(node -> byNode.put(node, wish)));
    return new Wishes(byNode);
  }

  /** What a node is to be computed in; empty where nothing is said about it. */
  public Optional<Scheme> scheme(Node node) {
    return wish(node).map(Wish::scheme);
  }

  /** The wish that decides about a node. */
  public Optional<Wish> wish(Node node) {
    return Optional.ofNullable(byNode.get(node.name()));
  }
}
