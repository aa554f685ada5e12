package io.plumbline.config.horizon;

import io.plumbline.pipeline.request.Search;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Wishes as a configuration has them.
 *
 * @param base what nodes are computed in that nothing else is said about
 */
record ResolvedWishes(List<Wish> wishes, Scheme base) {
  /** What all nodes are wished to be computed in. */
  static Optional<Scheme> base(List<Wish> wishes) {
    return wishes.stream()
        .filter(wish -> wish.selector() instanceof Selector.All)
        .map(Wish::scheme)
        .reduce((first, second) -> second);
  }

  /** Names of single nodes that are wished to have a scheme. */
  List<String> nodes(Scheme scheme) {
    return wishes.stream()
        .filter(wish -> wish.scheme().equals(scheme))
        .flatMap(
            wish ->
                wish.selector() instanceof Selector.Node(String name)
                    ? List.of(name).stream()
                    : List.<String>of().stream())
        .toList();
  }

  /**
   * The levels of {@code quant_config} below the whole model, each after a comma.
   *
   * @param choices of ways to find ranges
   */
  String levels(List<Search.Choice> choices) {
    SequencedMap<String, List<String>> types = new LinkedHashMap<>();
    SequencedMap<String, List<String>> sections = new LinkedHashMap<>();
    SequencedMap<String, List<String>> nodes = new LinkedHashMap<>();
    for (Wish wish : wishes) {
      String type = "qtype: " + wish.scheme().name();
      switch (wish.selector()) {
        case Selector.All _ -> {}
        case Selector.Type(String op) -> set(types, op, type);
        case Selector.Between(List<String> inputs, List<String> outputs) ->
            set(
                sections,
                "section_" + (sections.size() + 1),
                "inputs: %s, outputs: %s, %s".formatted(list(inputs), list(outputs), type));
        case Selector.Node(String name) -> {
          if (!wish.scheme().isReal() && !wish.scheme().equals(base)) {
            set(nodes, name, type);
          }
        }
      }
    }
    for (Search.Choice choice : choices) {
      switch (choice.selector()) {
        case Selector.Type(String op) -> set(types, op, ResolvedSearch.activation(choice));
        case Selector.Node(String name) -> set(nodes, name, ResolvedSearch.activation(choice));
        case Selector.All _, Selector.Between _ -> {}
      }
    }
    return level("op_config", types)
        + level("subgraph_config", sections)
        + level("node_config", nodes);
  }

  private static void set(SequencedMap<String, List<String>> level, String name, String value) {
    level.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static String level(String name, SequencedMap<String, List<String>> entries) {
    return entries.isEmpty()
        ? ""
        : entries.entrySet().stream()
            .map(
                entry ->
                    "%s: {%s}"
                        .formatted(
                            ResolvedConfig.quoted(entry.getKey()),
                            String.join(", ", entry.getValue())))
            .collect(Collectors.joining(", ", ", %s: {".formatted(name), "}"));
  }

  private static String list(List<String> names) {
    return names.stream().map(ResolvedConfig::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
