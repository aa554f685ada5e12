package io.plumbline.pipeline.record;

import io.plumbline.codegen.cost.MultiplyAccumulates;
import io.plumbline.graph.Graph;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.tensor.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of a model's work stays in float32.
 *
 * @param all multiply-accumulates that can be counted
 * @param inFloat those of nodes in float32
 * @param uncounted names of nodes whose work cannot be counted, such as those with sub-graphs
 * @param finding that most of the work, or every node, stays in float32 though nobody asked for it
 */
public record FloatWork(long all, long inFloat, List<String> uncounted, Optional<Finding> finding) {
  public FloatWork {
    uncounted = List.copyOf(uncounted);
  }

  /** Of a graph with static types and what is planned for its nodes. */
  public static FloatWork of(Graph graph, List<NodePlan> plans) {
    long all = 0;
    long inFloat = 0;
    for (NodePlan plan : plans) {
      long work = work(plan, graph);
      all += work;
      inFloat += plan.effective() == Precision.FLOAT32 ? work : 0;
    }
    return new FloatWork(
        all, inFloat, MultiplyAccumulates.uncounted(graph), finding(graph, plans, all));
  }

  /** The share of the counted work that stays in float32, 0…1; empty when nothing is counted. */
  public Optional<Double> share() {
    return all == 0 ? Optional.empty() : Optional.of((double) inFloat / all);
  }

  /** The multiply-accumulates of what is computed at once, as far as they are counted. */
  public static long work(NodePlan plan, Graph graph) {
    return plan.nodes().stream()
        .mapToLong(name -> MultiplyAccumulates.of(graph.node(name), graph))
        .sum();
  }

  private static Optional<Finding> finding(Graph graph, List<NodePlan> plans, long all) {
    List<NodePlan> left = plans.stream().filter(FloatWork::isLeft).toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    NodePlan largest =
        left.stream()
            .max(Comparator.comparingLong((NodePlan plan) -> work(plan, graph)))
            .orElseThrow();
    long inFloat = left.stream().mapToLong(plan -> work(plan, graph)).sum();
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
                "%s (%d of %d nodes); this one because: %s; 'plumb check' tells the reason of each",
                what,
                left.size(),
                plans.size(),
                largest.reason())));
  }

  private static boolean isInteger(NodePlan plan) {
    return plan.effective() == Precision.INT8 || plan.effective() == Precision.INT16;
  }

  /** Those that somebody asked to be float32 have no reason. */
  private static boolean isLeft(NodePlan plan) {
    return plan.effective() == Precision.FLOAT32 && !plan.reason().isEmpty();
  }
}
