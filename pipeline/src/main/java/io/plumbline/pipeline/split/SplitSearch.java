package io.plumbline.pipeline.split;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.graph.Graph;
import io.plumbline.pipeline.noise.NoiseBudget;
import io.plumbline.pipeline.noise.NoiseSource;
import io.plumbline.quantize.plan.QuantPlan;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Finds the values whose ranges are worth splitting. Rounding n parts makes 1/n² of the noise of
 * rounding the value, which is known for each value alone; the work of its writer and its readers
 * grows n times. So, step after step, one value gets twice as many parts: the one that takes most
 * noise away for each multiply-accumulate, within a budget of work.
 */
public final class SplitSearch {
  /** How many times the multiply-accumulates of a graph there may be. */
  private static final double MOST_WORK = 1.5;

  /** How many values are split at most, and into how many parts each. */
  private static final int MOST_VALUES = 3;

  private static final int MOST_PARTS = 4;

  /** The least part of the noise of all values that a step must take away, and all steps. */
  private static final double LEAST_STEP = 0.02;

  private static final double LEAST = 0.3;

  private final Graph graph;
  private final QuantPlan plan;
  private final double budget;
  private final SequencedMap<String, Double> noise = new LinkedHashMap<>();

  private SplitSearch(Graph graph, QuantPlan plan, List<NoiseBudget.Share> shares) {
    this.graph = graph;
    this.plan = plan;
    this.budget = MultiplyAccumulates.of(graph) * MOST_WORK;
    for (NoiseBudget.Share share : shares) {
      if (share.source() instanceof NoiseSource.Activation(String value, String root)
          && value.equals(root)) {
        noise.put(value, share.noise());
      }
    }
  }

  /**
   * The splits, in the order in which they are applied; none where a few values make little of the
   * noise.
   *
   * @param graph of the plan
   * @param shares what each value causes alone
   */
  public static List<RangeSplit> of(Graph graph, QuantPlan plan, List<NoiseBudget.Share> shares) {
    return new SplitSearch(graph, plan, shares).search();
  }

  /** A value with more parts, and what that wins. */
  private record Step(SequencedMap<String, Integer> parts, double less, double work) {
    private double rate() {
      return less / Math.max(1, work);
    }
  }

  private List<RangeSplit> search() {
    double all = noise.values().stream().mapToDouble(Double::doubleValue).sum();
    double less = 0;
    SequencedMap<String, Integer> parts = new LinkedHashMap<>();
    Optional<Step> next = next(parts, all * LEAST_STEP);
    while (next.isPresent()) {
      less += next.get().less();
      parts = next.get().parts();
      next = next(parts, all * LEAST_STEP);
    }
    return less < all * LEAST ? List.of() : splits(parts);
  }

  private Optional<Step> next(SequencedMap<String, Integer> parts, double worth) {
    double before = MultiplyAccumulates.of(applied(parts));
    Stream<String> values =
        parts.size() < MOST_VALUES ? noise.keySet().stream() : parts.keySet().stream();
    return values
        .filter(value -> parts.getOrDefault(value, 1) < MOST_PARTS)
        .filter(value -> less(value, parts.getOrDefault(value, 1)) >= worth)
        .filter(value -> RangeSplit.of(value, 2, graph, plan).isPresent())
        .map(value -> step(value, parts, before))
        .filter(step -> before + step.work() <= budget)
        .max(Comparator.comparingDouble(Step::rate));
  }

  private Step step(String value, SequencedMap<String, Integer> parts, double before) {
    SequencedMap<String, Integer> more = new LinkedHashMap<>(parts);
    int present = parts.getOrDefault(value, 1);
    more.put(value, 2 * present);
    return new Step(more, less(value, present), MultiplyAccumulates.of(applied(more)) - before);
  }

  /** The noise that twice as many parts take away. */
  private double less(String value, int parts) {
    return noise.getOrDefault(value, 0.0) * (1 - 1.0 / 4) / ((double) parts * parts);
  }

  private List<RangeSplit> splits(Map<String, Integer> parts) {
    return parts.entrySet().stream()
        .flatMap(entry -> RangeSplit.of(entry.getKey(), entry.getValue(), graph, plan).stream())
        .toList();
  }

  private Graph applied(Map<String, Integer> parts) {
    Graph split = graph;
    for (RangeSplit each : splits(parts)) {
      split = each.apply(split);
    }
    return split;
  }
}
