package io.plumbline.pipeline.debug.trial;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes of a float graph between two cuts through it.
 *
 * @param from position of the first node
 * @param to position behind the last one
 * @param reads values from before that the nodes read
 * @param writes values of the nodes that are read behind them, or handed out
 * @param holds values that are alive at the cut before the nodes
 */
record Segment(int from, int to, List<String> reads, List<String> writes, List<String> holds) {
  Segment {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    holds = List.copyOf(holds);
  }

  /**
   * Cuts a graph where little is alive.
   *
   * @param ends positions behind which it may be cut, ascending; the last is behind all nodes
   * @param results values that are alive to the end
   * @param most how many segments are wanted
   */
  static List<Segment> of(Graph graph, List<Integer> ends, Collection<String> results, int most) {
    return new Cutting(graph, results).segments(ends, most);
  }

  /** What values take together; those of unknown extents count nothing. */
  static long bytes(Graph graph, Collection<String> values) {
    return values.stream()
        .flatMap(value -> graph.tensorType(value).stream())
        .filter(TensorType::isStatic)
        .mapToLong(type -> type.shape().elements() * type.dtype().bytes())
        .sum();
  }

  /** What is alive where. */
  private static final class Cutting {
    private final Graph graph;
    private final Map<String, Integer> lastReads = new HashMap<>();
    private final List<Set<String>> alive = new ArrayList<>();

    Cutting(Graph graph, Collection<String> results) {
      this.graph = graph;
      int end = graph.nodes().size();
      for (int at = 0; at < end; at++) {
        for (String value : graph.nodes().get(at).reads()) {
          lastReads.put(value, at);
        }
      }
      results.forEach(value -> lastReads.put(value, end));
      Set<String> now = new HashSet<>(graph.inputs());
      for (int at = 0; at <= end; at++) {
        int position = at;
        now.removeIf(value -> lastReads.getOrDefault(value, -1) < position);
        alive.add(Set.copyOf(now));
        if (at < end) {
          now.addAll(graph.nodes().get(at).outputs());
          now.remove(Node.ABSENT);
        }
      }
    }

    List<Segment> segments(List<Integer> ends, int most) {
      List<Integer> allowed = ends.stream().filter(this::isCut).toList();
      int end = graph.nodes().size();
      List<Segment> segments = new ArrayList<>();
      int from = 0;
      for (int part = 1; part <= most && from < end; part++) {
        int to = part == most ? end : best(allowed, from, end * part / most, end / most + 1);
        if (to > from) {
          segments.add(segment(from, to));
          from = to;
        }
      }
      if (from < end) {
        segments.add(segment(from, end));
      }
      return segments;
    }

    /**
     * The cut near a position at which the fewest values are alive, and of those the smallest; the
     * earliest of equal ones. Where a single one is, no two nodes that an engine computes at once
     * are torn apart.
     */
    private int best(List<Integer> allowed, int from, int near, int reach) {
      return allowed.stream()
          .filter(cut -> cut > from && Math.abs(cut - near) <= reach)
          .min(
              Comparator.<Integer>comparingInt(cut -> alive.get(cut).size())
                  .thenComparingLong(this::bytes)
                  .thenComparingInt(cut -> cut))
          .orElse(from);
    }

    /** Only tensors can be carried from one engine to another. */
    private boolean isCut(int at) {
      return alive.get(at).stream()
          .allMatch(value -> graph.types().get(value) instanceof TensorType);
    }

    private long bytes(int at) {
      return Segment.bytes(graph, alive.get(at));
    }

    private Segment segment(int from, int to) {
      List<Node> nodes = graph.nodes().subList(from, to);
      Set<String> held = alive.get(from);
      List<String> writes =
          nodes.stream()
              .flatMap(node -> node.outputs().stream())
              .filter(alive.get(to)::contains)
              .toList();
      List<String> reads =
          nodes.stream()
              .flatMap(node -> node.reads().stream())
              .distinct()
              .filter(held::contains)
              .toList();
      return new Segment(from, to, reads, writes, held.stream().sorted().toList());
    }
  }
}
