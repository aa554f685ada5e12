package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.load.LoadedScales;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Writes the fake quantization that a model brought along back into its optimised graph, which then
 * rounds as the model does.
 */
public final class LoadedPairs {
  private LoadedPairs() {}

  /** The graph with a pair behind every value that the model rounds; itself without any. */
  public static Graph apply(Graph graph, LoadedScales scales) {
    SequencedMap<String, TensorPlan> activations = new LinkedHashMap<>();
    Stream.concat(
            graph.inputs().stream(),
            graph.nodes().stream().flatMap(node -> node.outputs().stream()))
        .filter(value -> !value.equals(Node.ABSENT))
        .flatMap(value -> plan(value, scales).stream())
        .forEach(plan -> activations.put(plan.tensor(), plan));
    if (activations.isEmpty()) {
      return graph;
    }
    QuantPlan plan =
        new QuantPlan(
            activations,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            List.of());
    return QdqAnnotator.annotate(graph, plan, WeightForm.FLOAT).graph();
  }

  private static Optional<TensorPlan> plan(String value, LoadedScales scales) {
    return Optional.ofNullable(scales.activations().get(value))
        .filter(_ -> !scales.unrounded().contains(value))
        .map(params -> TensorPlan.of(value, params, new Source.Loaded()));
  }
}
