package io.plumbline.pipeline.model;

import io.plumbline.engine.ort.OrtConstantEvaluator;
import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.formats.onnx.OnnxBranches;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.pass.InlineBranches;
import io.plumbline.graph.pass.Pipelines;
import io.plumbline.graph.pass.RemoveDeadCode;
import io.plumbline.tensor.BadModelException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Puts the branches that constant conditions take in place of their Ifs, inner ones too. Types need
 * not be known: those that conditions rest on are found without the Ifs, since ONNX Runtime accepts
 * no graph with a branch that does not fit, even where it is never taken.
 */
final class TakenBranches {
  private TakenBranches() {}

  /**
   * The graph without those Ifs, or itself when there are none. What it gains has no types.
   *
   * @param graph with static inputs
   */
  static Graph of(Graph graph) {
    OrtConstantEvaluator evaluator = new OrtConstantEvaluator();
    Graph result = graph;
    Graph current = graph;
    while (current.nodes().stream().anyMatch(TakenBranches::isIf)) {
      Graph folded = Pipelines.foldAroundQuantization(current, evaluator);
      Optional<Graph> inlined = InlineBranches.apply(folded, new OnnxBranches());
      Optional<Graph> further = inlined.or(() -> withConditionTypes(folded));
      if (further.isEmpty()) {
        break;
      }
      current = RemoveDeadCode.apply(further.get());
      result = inlined.isPresent() ? current : result;
    }
    return result;
  }

  private static boolean isIf(Node node) {
    return node.op().type().equals("If");
  }

  /** With more static types among what the first conditions rest on; empty when there are none. */
  private static Optional<Graph> withConditionTypes(Graph graph) {
    List<String> conditions = firstConditions(graph);
    if (conditions.isEmpty()) {
      return Optional.empty();
    }
    try {
      Graph cone = RemoveDeadCode.apply(graph.withOutputs(conditions));
      SequencedMap<String, ValueType> types = new LinkedHashMap<>(graph.types());
      types.putAll(ShapeProbe.apply(cone).types());
      return types.equals(graph.types()) ? Optional.empty() : Optional.of(graph.withTypes(types));
    } catch (BadModelException unsuitable) {
      return Optional.empty();
    }
  }

  /** The computed conditions that rest on no other If. */
  private static List<String> firstConditions(Graph graph) {
    Set<String> computed = new HashSet<>();
    Set<String> behind = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean first = !isIf(node) && node.reads().stream().noneMatch(behind::contains);
      (first ? computed : behind).addAll(node.outputs());
    }
    return graph.nodes().stream()
        .filter(TakenBranches::isIf)
        .map(node -> node.input(0))
        .filter(computed::contains)
        .distinct()
        .toList();
  }
}
