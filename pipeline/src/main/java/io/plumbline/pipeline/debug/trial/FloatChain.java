package io.plumbline.pipeline.debug.trial;

import io.plumbline.engine.ort.OrtEngine;
import io.plumbline.engine.ort.OrtOptions;
import io.plumbline.engine.ort.OrtOptions.Optimisation;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Subgraph;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Similarity;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A float graph as a chain of engines, so that it can be run from any cut on without what lies
 * before. Engines are optimised where this changes nothing but the last bits of a first sample.
 */
final class FloatChain implements AutoCloseable {
  /** The relative error that reassociated sums of float32 stay below. */
  private static final double SAME = 1e-4;

  private static final OrtOptions FAST = new OrtOptions(1, Optimisation.FLOAT);

  private final List<String> results;
  private final List<Segment> segments;
  private final OrtOptions options;
  private final List<Optional<Engine>> engines = new ArrayList<>();

  private FloatChain(
      Graph graph, List<String> results, List<Segment> segments, OrtOptions options) {
    this.results = List.copyOf(results);
    this.segments = List.copyOf(segments);
    this.options = options;
    segments.forEach(segment -> engines.add(open(graph, segment)));
  }

  /**
   * Opens a graph.
   *
   * @param sample inputs that decide whether optimised engines may be used
   */
  static FloatChain open(
      Graph graph, List<String> results, List<Segment> segments, Map<String, Tensor> sample) {
    FloatChain literal = new FloatChain(graph, results, segments, OrtOptions.DEFAULT);
    FloatChain fast = new FloatChain(graph, results, segments, FAST);
    FloatChain chosen = fast.isSame(literal, sample) ? fast : literal;
    (chosen == fast ? literal : fast).close();
    return chosen;
  }

  /** The same cuts through a graph that rounds in places of this one. */
  FloatChain of(Graph rounded) {
    return new FloatChain(rounded, results, segments, options);
  }

  private boolean isSame(FloatChain literal, Map<String, Tensor> sample) {
    Map<String, Tensor> expected = literal.results(sample);
    Map<String, Tensor> found = results(sample);
    return results.stream()
        .allMatch(
            name -> {
              Tensor real = Objects.requireNonNull(expected.get(name));
              Tensor other = Objects.requireNonNull(found.get(name));
              return real.shape().equals(other.shape())
                  && !(Similarity.of(real, other).relativeError() > SAME);
            });
  }

  /** An engine of a segment, of this graph or of one that rounds in places of it. */
  Optional<Engine> open(Graph graph, Segment segment) {
    return segment.writes().isEmpty()
        ? Optional.empty()
        : Optional.of(
            OrtEngine.openOwn(Subgraph.between(graph, segment.holds(), segment.writes()), options));
  }

  List<Segment> segments() {
    return segments;
  }

  /** The results of a sample, as tensors that stay. */
  Map<String, Tensor> results(Map<String, Tensor> inputs) {
    Map<String, Tensor> values = new HashMap<>(inputs);
    for (int at = 0; at < segments.size(); at++) {
      values.putAll(step(at, values));
    }
    values.keySet().retainAll(results);
    return values;
  }

  /** What a segment writes, as tensors that stay. */
  Map<String, Tensor> step(int at, Map<String, Tensor> values) {
    return engines
        .get(at)
        .map(engine -> engine.run(fed(engine, values)))
        .orElseGet(LinkedHashMap::new);
  }

  /** What is left of the values that are alive before a segment. */
  Map<String, Tensor> held(int at, Map<String, Tensor> values) {
    Map<String, Tensor> held = new HashMap<>(values);
    held.keySet().retainAll(segments.get(at).holds());
    return held;
  }

  /**
   * Runs all from a segment on.
   *
   * @param own engines that take the place of those of segments, by index
   * @param values that are alive before the segment
   * @param reader given what is alive at the end; it is gone when it returns
   */
  void visit(
      int at,
      Map<Integer, Engine> own,
      Map<String, Tensor> values,
      Consumer<Map<String, Tensor>> reader) {
    if (at == segments.size()) {
      reader.accept(values);
      return;
    }
    Optional<Engine> engine = Optional.ofNullable(own.get(at)).or(() -> engines.get(at));
    if (engine.isEmpty()) {
      visit(at + 1, own, values, reader);
      return;
    }
    engine
        .get()
        .visit(
            fed(engine.get(), values),
            RunOptions.DEFAULT,
            written -> {
              Map<String, Tensor> behind = new HashMap<>(values);
              behind.putAll(written);
              visit(at + 1, own, behind, reader);
            });
  }

  private static Map<String, Tensor> fed(Engine engine, Map<String, Tensor> values) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    engine
        .inputs()
        .forEach(
            port ->
                fed.put(port.name(), Objects.requireNonNull(values.get(port.name()), port.name())));
    return fed;
  }

  @Override
  public void close() {
    engines.forEach(engine -> engine.ifPresent(Engine::close));
  }
}
