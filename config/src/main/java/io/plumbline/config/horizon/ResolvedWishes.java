package io.plumbline.config.horizon;

import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The levels of {@code quant_config} below the whole model, each after a comma. */
  String levels() {
    List<String> types = new ArrayList<>();
    List<String> sections = new ArrayList<>();
    List<String> nodes = new ArrayList<>();
    for (Wish wish : wishes) {
      String type = wish.scheme().name();
      switch (wish.selector()) {
        case Selector.All _ -> {}
        case Selector.Type(String op) -> types.add(entry(op, "qtype: " + type));
        case Selector.Between(List<String> inputs, List<String> outputs) ->
            sections.add(
                entry(
                    "section_" + (sections.size() + 1),
                    "inputs: %s, outputs: %s, qtype: %s"
                        .formatted(list(inputs), list(outputs), type)));
        case Selector.Node(String name) -> {
          if (!wish.scheme().isReal() && !wish.scheme().equals(base)) {
            nodes.add(entry(name, "qtype: " + type));
          }
        }
      }
    }
    return level("op_config", types)
        + level("subgraph_config", sections)
        + level("node_config", nodes);
  }

  private static String level(String name, List<String> entries) {
    return entries.isEmpty() ? "" : ", %s: {%s}".formatted(name, String.join(", ", entries));
  }

  private static String entry(String name, String value) {
    return "%s: {%s}".formatted(ResolvedConfig.quoted(name), value);
  }

  private static String list(List<String> names) {
    return names.stream().map(ResolvedConfig::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
