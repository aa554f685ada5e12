package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Replaces outputs that are no tensors, such as the list of maps that ZipMap makes for a host
 * program, by the tensors they are made from:
 *
 * <pre>
 *   p → ZipMap ⇒ output      becomes      p ⇒ output
 * </pre>
 */
public final class TensorOutputs {
  /** The graph, and one finding for each output that was replaced. */
  public record Replaced(Graph graph, List<Finding> findings) {
    public Replaced {
      findings = List.copyOf(findings);
    }
  }

  private final Graph graph;

  private TensorOutputs(Graph graph) {
    this.graph = graph;
  }

  /**
   * @param graph in which every tensor has a type
   */
  public static Replaced apply(Graph graph) {
    return new TensorOutputs(graph).replace();
  }

  private Replaced replace() {
    SequencedSet<String> outputs = new LinkedHashSet<>();
    List<Finding> findings = new ArrayList<>();
    for (String output : graph.outputs()) {
      SequencedSet<String> sources = new LinkedHashSet<>();
      collect(output, sources, new HashSet<>());
      if (isTensor(output) || sources.isEmpty()) {
        outputs.add(output);
        continue;
      }
      outputs.addAll(sources);
      findings.add(
          Finding.warning(
              "shape.output-not-a-tensor",
              output,
              "It is no tensor; in its place the program hands out what it is made from: '%s'."
                  .formatted(String.join("', '", sources))));
    }
    Graph changed =
        new Graph(
            graph.name(),
            graph.info(),
            graph.inputs(),
            List.copyOf(outputs),
            graph.nodes(),
            graph.constants(),
            graph.types());
    return findings.isEmpty()
        ? new Replaced(graph, findings)
        : new Replaced(RemoveDeadCode.apply(changed), findings);
  }

  private boolean isTensor(String value) {
    return graph.tensorType(value).isPresent();
  }

  /** The nearest tensors that are computed and a value is made from. */
  private void collect(String value, SequencedSet<String> sources, Set<String> seen) {
    if (!seen.add(value) || graph.isConstant(value)) {
      return;
    }
    if (isTensor(value)) {
      sources.add(value);
      return;
    }
    graph
        .producer(value)
        .ifPresent(node -> node.reads().forEach(read -> collect(read, sources, seen)));
  }
}
