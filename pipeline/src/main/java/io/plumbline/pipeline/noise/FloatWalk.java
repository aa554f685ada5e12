package io.plumbline.pipeline.noise;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.Subgraph;
import io.plumbline.graph.TensorType;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.parallel.Threads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A float network that stands between two of its nodes on several samples at once. It holds the
 * values of each sample that are still to be read, so that what lies behind can be run again and
 * again without what lies before.
 */
final class FloatWalk {
  private final Graph graph;
  private final Set<String> results;
  private final Map<String, Integer> lastReads = new HashMap<>();
  private final List<Map<String, Tensor>> samples = new ArrayList<>();
  private final int threads;
  private int position;

  /**
   * @param results values that are kept to the end
   * @param inputs of the network by name, for each sample
   * @param threads how many samples are worked on at a time
   */
  FloatWalk(
      Graph graph, Collection<String> results, List<Map<String, Tensor>> inputs, int threads) {
    this.graph = graph;
    this.results = Set.copyOf(results);
    this.threads = threads;
    lastReads.putAll(lastReads(graph, results));
    inputs.forEach(sample -> samples.add(new HashMap<>(sample)));
    forget();
  }

  /** The position of the node that reads a value last; that behind the last node for a result. */
  private static Map<String, Integer> lastReads(Graph graph, Collection<String> results) {
    Map<String, Integer> last = new HashMap<>();
    for (int at = 0; at < graph.nodes().size(); at++) {
      for (String value : graph.nodes().get(at).reads()) {
        if (!graph.isConstant(value)) {
          last.put(value, at);
        }
      }
    }
    results.forEach(value -> last.put(value, graph.nodes().size()));
    return last;
  }

  /**
   * Whether all that is alive before a node is a tensor of float32 or integers, so that the network
   * can be cut there.
   */
  static Set<Integer> cuts(Graph graph, Collection<String> results) {
    Map<String, Integer> lastReads = lastReads(graph, results);
    Set<Integer> cuts = new HashSet<>();
    Set<String> open = new HashSet<>();
    for (int at = 0; at <= graph.nodes().size(); at++) {
      int now = at;
      open.removeIf(value -> lastReads.getOrDefault(value, -1) < now);
      if (open.isEmpty()) {
        cuts.add(at);
      }
      if (at < graph.nodes().size()) {
        graph.nodes().get(at).outputs().stream()
            .filter(value -> !(graph.types().get(value) instanceof TensorType))
            .filter(value -> lastReads.getOrDefault(value, -1) > now)
            .forEach(open::add);
      }
    }
    return Collections.unmodifiableSet(cuts);
  }

  /** The bytes that one sample takes where most of its values are held at once. */
  static long mostBytes(Graph graph, Collection<String> results) {
    Map<String, Integer> lastReads = lastReads(graph, results);
    Map<String, Long> alive = new HashMap<>();
    graph.inputs().forEach(value -> alive.put(value, bytes(graph, value)));
    long most = 0;
    for (int at = 0; at < graph.nodes().size(); at++) {
      int now = at;
      graph.nodes().get(at).outputs().forEach(value -> alive.put(value, bytes(graph, value)));
      most = Math.max(most, alive.values().stream().mapToLong(Long::longValue).sum());
      alive.keySet().removeIf(value -> lastReads.getOrDefault(value, -1) <= now);
    }
    return most;
  }

  private static long bytes(Graph graph, String value) {
    return graph
        .tensorType(value)
        .filter(TensorType::isStatic)
        .map(type -> type.shape().elements() * type.dtype().bytes())
        .orElse(0L);
  }

  int size() {
    return samples.size();
  }

  int threads() {
    return threads;
  }

  /** Whether a value is still to be read, or is a result. */
  boolean isAlive(String value) {
    return lastReads.getOrDefault(value, -1) >= position;
  }

  /** What a sample holds of a value that is alive. */
  Tensor value(int sample, String name) {
    return Objects.requireNonNull(samples.get(sample).get(name), name);
  }

  /** All that a sample holds. */
  Map<String, Tensor> values(int sample) {
    return Collections.unmodifiableMap(samples.get(sample));
  }

  /** What one piece of the network computes. Closing it frees its engine. */
  record Piece(int to, Optional<Engine> engine) implements AutoCloseable {
    Map<String, Tensor> run(Map<String, Tensor> sample) {
      return engine.map(opened -> run(opened, sample)).orElse(Map.of());
    }

    private static Map<String, Tensor> run(Engine engine, Map<String, Tensor> sample) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      for (Port port : engine.inputs()) {
        fed.put(port.name(), Objects.requireNonNull(sample.get(port.name()), port.name()));
      }
      return engine.run(fed);
    }

    @Override
    public void close() {
      engine.ifPresent(Engine::close);
    }
  }

  /**
   * The piece from here to before a node, of this network or of one with other constants.
   *
   * @param to position of the node
   */
  Piece piece(Graph numbers, int to) {
    List<Node> nodes = graph.nodes().subList(position, to);
    List<String> wanted =
        nodes.stream()
            .flatMap(node -> node.outputs().stream())
            .filter(value -> lastReads.getOrDefault(value, -1) >= to)
            .toList();
    Set<String> alive = samples.getFirst().keySet();
    return wanted.isEmpty()
        ? new Piece(to, Optional.empty())
        : new Piece(to, Optional.of(OrtEngine.openOwn(Subgraph.between(numbers, alive, wanted))));
  }

  /** The piece from here to the results. */
  Piece rest() {
    return piece(graph, graph.nodes().size());
  }

  /** What a piece computes of every sample. */
  List<Map<String, Tensor>> run(Piece piece) {
    List<Map<String, Tensor>> found =
        new ArrayList<>(Collections.nCopies(samples.size(), Map.of()));
    Threads.each(
        threads,
        "plumbline-noise",
        samples.size(),
        (sample, _) -> found.set(sample, piece.run(samples.get(sample))));
    return found;
  }

  /**
   * Steps over a piece.
   *
   * @param written what it computed of every sample, or what is to take its place
   */
  void advance(Piece piece, List<Map<String, Tensor>> written) {
    for (int sample = 0; sample < samples.size(); sample++) {
      samples.get(sample).putAll(written.get(sample));
    }
    position = piece.to();
    forget();
  }

  /** Puts another tensor in the place of a value of one sample. */
  void replace(int sample, String name, Tensor tensor) {
    samples.get(sample).replace(name, tensor);
  }

  private void forget() {
    samples.forEach(sample -> sample.keySet().removeIf(value -> !isAlive(value)));
  }

  /** The results of a sample from which the rest computed something. */
  Map<String, Tensor> results(Map<String, Tensor> sample, Map<String, Tensor> computed) {
    Map<String, Tensor> found = new HashMap<>(sample);
    found.putAll(computed);
    found.keySet().retainAll(results);
    return found;
  }
}
