package io.plumbline.pipeline.split;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Clip;
import io.plumbline.graph.op.Conv;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value between two limits that is held as the mean of several, each of which spans a part of its
 * range with all the integers there are.
 *
 * @param value y = clip(v, low, high), where v is a convolution
 * @param parts n, a power of two
 * @param writer the convolution
 * @param readers convolutions with constant weights, all that read the value
 */
public record RangeSplit(String value, int parts, String writer, List<String> readers) {
  private static final int STEPS = 255;
  private static final double REACHED = 0.75;

  public RangeSplit {
    readers = List.copyOf(readers);
  }

  /**
   * The split of a value that a quantized graph writes.
   *
   * @param graph of the plan
   * @param parts a power of two
   * @return empty where the value has not two limits that its integers reach, or anything but
   *     convolutions reads it
   */
  public static Optional<RangeSplit> of(String value, int parts, Graph graph, QuantPlan plan) {
    Map<String, NodePlan> plans = plan.byNode();
    return graph
        .producer(value)
        .filter(clip -> isLimited(clip) && reaches(value, (Clip) clip.op(), plan))
        .flatMap(clip -> graph.producer(clip.input(0)))
        .filter(writer -> isConvolution(writer, graph, plans))
        .filter(writer -> isWhole(writer, value, graph, plans))
        .filter(_ -> isReadByConvolutions(value, graph, plans))
        .map(
            writer ->
                new RangeSplit(
                    value,
                    parts,
                    writer.name(),
                    graph.consumers(value).stream().map(Node::name).toList()));
  }

  private static boolean isLimited(Node node) {
    return node.op() instanceof Clip(float low, float high)
        && Float.isFinite(low)
        && Float.isFinite(high)
        && low < high;
  }

  /** Whether the integers of a value go most of the way between its limits. */
  private static boolean reaches(String value, Clip limits, QuantPlan plan) {
    TensorPlan planned = plan.activations().get(value);
    if (planned == null || planned.params().dtype().bytes() > 1) {
      return false;
    }
    double range = (double) limits.maximum() - limits.minimum();
    return planned.params().scale() * STEPS >= REACHED * range;
  }

  /** Whether the convolution and the limits are one sum of the plan, and nothing else reads it. */
  private static boolean isWhole(
      Node writer, String value, Graph graph, Map<String, NodePlan> plans) {
    NodePlan plan = plans.get(writer.name());
    return plan != null
        && plan.nodes().size() == 2
        && graph.node(plan.nodes().getLast()).output().equals(value)
        && graph.consumers(writer.output()).size() == 1
        && !graph.outputs().contains(writer.output())
        && (!writer.hasInput(SplitGraph.BIAS)
            || graph.constant(writer.input(SplitGraph.BIAS)).isPresent());
  }

  private static boolean isReadByConvolutions(
      String value, Graph graph, Map<String, NodePlan> plans) {
    List<Node> consumers = graph.consumers(value);
    return !graph.outputs().contains(value)
        && !consumers.isEmpty()
        && consumers.stream()
            .allMatch(node -> node.input(0).equals(value) && isConvolution(node, graph, plans));
  }

  private static boolean isConvolution(Node node, Graph graph, Map<String, NodePlan> plans) {
    NodePlan plan = plans.get(node.name());
    return node.op() instanceof Conv
        && graph
            .constant(node.input(SplitGraph.WEIGHTS))
            .filter(weights -> weights.dtype() == DType.FLOAT32)
            .isPresent()
        && plan != null
        && plan.effective().isNarrow()
        && plan.form() instanceof IntegerForm.Sum
        && plan.nodes().getFirst().equals(node.name());
  }

  /** The graph with the parts, which computes what it computed before. */
  public Graph apply(Graph graph) {
    return SplitGraph.apply(graph, this);
  }
}
