package io.plumbline.pipeline.record;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.pipeline.model.InnerWork;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much of a model's work stays in float32.
 *
 * @param all multiply-accumulates that can be counted, in sub-graphs too
 * @param inFloat those of nodes in float32
 * @param byPlan those of what is computed at once, as far as they are counted, by name
 * @param uncounted names of nodes whose work cannot be counted, such as loops that the data end
 * @param finding that most of the work, or every node, stays in float32 though nobody asked for it
 */
public record FloatWork(
    long all,
    long inFloat,
    Map<String, Long> byPlan,
    List<String> uncounted,
    Optional<Finding> finding) {
  public FloatWork {
    byPlan = Map.copyOf(byPlan);
    uncounted = List.copyOf(uncounted);
  }

  /** Of a graph with static types and what is planned for its nodes. */
  public static FloatWork of(Graph graph, List<NodePlan> plans) {
    Map<String, Long> inner = new HashMap<>();
    List<String> uncounted = new ArrayList<>();
    for (Node node : MultiplyAccumulates.uncounted(graph)) {
      OptionalLong work = InnerWork.of(node, graph);
      inner.put(node.name(), work.orElse(0));
      if (work.isEmpty()) {
        uncounted.add(node.name());
      }
    }
    long all = 0;
    long inFloat = 0;
    Map<String, Long> byPlan = new HashMap<>();
    for (NodePlan plan : plans) {
      long work = 0;
      for (String name : plan.nodes()) {
        work += inner.getOrDefault(name, MultiplyAccumulates.of(graph.node(name), graph));
      }
      byPlan.put(plan.name(), work);
      all += work;
      inFloat += plan.effective() == Precision.FLOAT32 ? work : 0;
    }
    return new FloatWork(all, inFloat, byPlan, uncounted, finding(plans, byPlan, all));
  }

  /** The share of the counted work that stays in float32, 0…1; empty when nothing is counted. */
  public Optional<Double> share() {
    return all == 0 ? Optional.empty() : Optional.of((double) inFloat / all);
  }

  /** The multiply-accumulates of what is computed at once, as far as they are counted. */
  public long of(NodePlan plan) {
    return byPlan.getOrDefault(plan.name(), 0L);
  }

  private static Optional<Finding> finding(
      List<NodePlan> plans, Map<String, Long> byPlan, long all) {
    List<NodePlan> left = plans.stream().filter(FloatWork::isLeft).toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    NodePlan largest =
        left.stream()
            .max(Comparator.comparingLong((NodePlan plan) -> work(plan, byPlan)))
            .orElseThrow();
    long inFloat = left.stream().mapToLong(plan -> work(plan, byPlan)).sum();
    boolean none = plans.stream().noneMatch(FloatWork::isInteger);
    if (!none && inFloat * 2 <= all) {
      return Optional.empty();
    }
    String what =
        none
            ? "nothing became integer"
            : String.format(
                Locale.ROOT,
                "%.0f %% of the multiply-accumulates stay in float32",
                100.0 * inFloat / all);
    return Optional.of(
        Finding.warning(
            "plan.mostly-float",
            largest.name(),
            String.format(
                Locale.ROOT,
                "%s (%d of %s); this one because: %s; 'plumb check' tells the reason of each",
                what,
                left.size(),
                Count.of(plans.size(), "node"),
                largest.reason())));
  }

  private static long work(NodePlan plan, Map<String, Long> byPlan) {
    return byPlan.getOrDefault(plan.name(), 0L);
  }

  private static boolean isInteger(NodePlan plan) {
    return plan.effective().isQuantized();
  }

  /** Those that somebody asked to be float32 have no reason. */
  private static boolean isLeft(NodePlan plan) {
    return plan.effective() == Precision.FLOAT32 && !plan.reason().isEmpty();
  }
}
