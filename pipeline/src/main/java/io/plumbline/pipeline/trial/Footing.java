package io.plumbline.pipeline.trial;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.MatMul;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Effort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What a ladder stands on.
 *
 * @param effort of the configuration
 * @param asymmetric whether its zero points are free already
 * @param wide whether its target has 16-bit activations
 * @param tails the last products before each output, the last one and the last two: what may stay
 *     in float
 */
record Footing(Effort effort, boolean asymmetric, boolean wide, List<List<String>> tails) {
  private static final int LONGEST_TAIL = 2;

  Footing {
    tails = tails.stream().map(List::copyOf).toList();
  }

  static Footing of(CompileRequest request, Graph graph) {
    return new Footing(
        request.effort(),
        request.target().scheme().asymmetric(),
        request.target().scheme("int16").isPresent(),
        tails(graph));
  }

  private static List<List<String>> tails(Graph graph) {
    List<List<String>> tails = new ArrayList<>();
    for (int length = 1; length <= LONGEST_TAIL; length++) {
      SequencedSet<String> nodes = new LinkedHashSet<>();
      for (String output : graph.outputs()) {
        products(graph, output, length, nodes);
      }
      if (!nodes.isEmpty() && (tails.isEmpty() || nodes.size() > tails.getLast().size())) {
        tails.add(new ArrayList<>(nodes));
      }
    }
    return tails;
  }

  /** Along the first computed input of each node. */
  private static void products(Graph graph, String value, int count, SequencedSet<String> nodes) {
    Optional<Node> producer = graph.producer(value);
    int found = 0;
    while (producer.isPresent() && found < count) {
      Node node = producer.get();
      if (node.op() instanceof Conv || node.op() instanceof Gemm || node.op() instanceof MatMul) {
        nodes.add(node.name());
        found++;
      }
      producer =
          node.reads().stream()
              .filter(read -> !graph.isConstant(read))
              .findFirst()
              .flatMap(graph::producer);
    }
  }
}
