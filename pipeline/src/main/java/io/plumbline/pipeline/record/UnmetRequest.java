package io.plumbline.pipeline.record;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.plan.NodePlan;
import io.plumbline.quantize.plan.Precision;
import io.plumbline.quantize.plan.QuantOptions;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.quantize.target.Scheme;
import io.plumbline.quantize.wish.Selector;
import io.plumbline.quantize.wish.Wish;
import io.plumbline.quantize.wish.Wishes;
import io.plumbline.report.Cell;
import io.plumbline.report.Section;
import io.plumbline.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A precision that was asked for and is not what the program has.
 *
 * @param what name of the fused node, or of the output
 * @param by what the request was about: {@code node NAME}, {@code type OP}, {@code sub-graph},
 *     {@code model} or {@code outputs}
 * @param requested name of a scheme
 * @param effective label of a precision
 * @param reason empty where none is known
 */
public record UnmetRequest(
    String what, String by, String requested, String effective, String reason) {
  /**
   * The requests of some options that a plan does not meet, in execution order.
   *
   * @param graph that the plan was made for
   */
  public static List<UnmetRequest> of(QuantOptions options, Graph graph, QuantPlan plan) {
    List<UnmetRequest> unmet = new ArrayList<>();
    Wishes wishes = Wishes.of(options.wishes(), graph);
    for (NodePlan planned : plan.nodes()) {
      planned.nodes().stream()
          .map(graph::node)
          .flatMap(
              node ->
                  wishes.wish(node).stream()
                      .filter(wish -> !isMet(wish, WeightOperand.isReadBy(node, graph), planned)))
          .findFirst()
          .ifPresent(
              wish ->
                  unmet.add(
                      new UnmetRequest(
                          planned.name(),
                          name(wish.selector()),
                          wish.scheme().name(),
                          planned.effective().label(),
                          planned.explanation())));
    }
    options.outputs().ifPresent(scheme -> unmet.addAll(outputs(scheme, graph, plan)));
    return List.copyOf(unmet);
  }

  /**
   * Integers that are no quantized numbers have no precision to ask for, and what is moved in
   * float32 between others is not a matter of requests that name many nodes. Weights may have more
   * bits than is asked for.
   */
  private static boolean isMet(Wish wish, boolean hasWeights, NodePlan planned) {
    boolean moved =
        planned.effective() == Precision.FLOAT32
            && !(planned.form() instanceof IntegerForm.Foreign)
            && !(wish.selector() instanceof Selector.Node);
    return planned.effective() == Precision.EXACT
        || (moved && !wish.scheme().isReal())
        || meets(planned.effective(), wish.scheme(), hasWeights);
  }

  private static boolean meets(Precision effective, Scheme wanted, boolean hasWeights) {
    boolean weights =
        !hasWeights || effective.hasWideWeights() || !Precision.of(wanted).hasWideWeights();
    return weights && effective.ofActivations() == Precision.of(wanted).ofActivations();
  }

  private static List<UnmetRequest> outputs(Scheme scheme, Graph graph, QuantPlan plan) {
    return graph.outputs().stream()
        .filter(output -> isReal(output, graph))
        .filter(output -> effective(output, plan) != Precision.ofIntegers(scheme.activation()))
        .map(
            output ->
                new UnmetRequest(
                    output,
                    "outputs",
                    scheme.name(),
                    effective(output, plan).label(),
                    graph.producer(output).map(Node::name).map(plan.byNode()::get).stream()
                        .map(NodePlan::reason)
                        .findFirst()
                        .orElse("")))
        .toList();
  }

  private static boolean isReal(String output, Graph graph) {
    return graph.producer(output).isPresent()
        && graph
            .tensorType(output)
            .map(TensorType::dtype)
            .filter(DType.FLOAT32::equals)
            .isPresent();
  }

  private static Precision effective(String output, QuantPlan plan) {
    return plan.activation(output)
        .map(activation -> Precision.ofIntegers(activation.params().dtype()))
        .orElse(Precision.FLOAT32);
  }

  private static String name(Selector selector) {
    return switch (selector) {
      case Selector.All _ -> "model";
      case Selector.Type(String op) -> "type " + op;
      case Selector.Between _ -> "sub-graph";
      case Selector.Node(String node) -> "node " + node;
    };
  }

  /** The same where a plan of an earlier compilation decided. */
  UnmetRequest byPlan() {
    return reason.isEmpty()
        ? new UnmetRequest(what, by, requested, effective, "the plan decides")
        : this;
  }

  /** All of them, with what they are instead. */
  public static Section.Table table(List<UnmetRequest> unmet) {
    List<List<Cell>> rows =
        unmet.stream()
            .map(
                each ->
                    List.of(
                        Cell.of(each.what),
                        Cell.of(each.by),
                        Cell.of(each.requested),
                        Cell.of(each.effective),
                        each.reason.isEmpty() ? Cell.missing() : Cell.of(each.reason)))
            .toList();
    return new Section.Table(
        "Requests that are not met",
        List.of("Node", "Asked for", "Requested", "Effective", "Reason"),
        rows);
  }

  /** For machines. */
  public Map<String, Object> record() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("node", what);
    map.put("by", by);
    map.put("requested", requested);
    map.put("effective", effective);
    map.put("reason", reason);
    return map;
  }
}
