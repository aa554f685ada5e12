package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.rule.WeightOperand;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Where constants are read as the integers of weights: by the products that instructions compute.
 * All else that reads the same constants, and the user, gets the numbers of the model.
 */
public final class WeightReads {
  private WeightReads() {}

  /**
   * The places in execution order.
   *
   * @param graph that has these nodes, or some of them
   */
  public static SequencedSet<Use> of(Graph graph, List<NodePlan> plans) {
    SequencedSet<Use> reads = new LinkedHashSet<>();
    for (NodePlan plan : plans) {
      if (!(plan.form() instanceof IntegerForm.Foreign)) {
        for (String node : plan.nodes()) {
          if (graph.namesNode(node)) {
            WeightOperand.positions(graph.node(node), graph)
                .forEach(input -> reads.add(new Use(node, input)));
          }
        }
      }
    }
    return Collections.unmodifiableSequencedSet(reads);
  }
}
