package io.plumbline.pipeline.stage;

import io.plumbline.engine.ort.ShapeProbe;
import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPrinter;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.batch.SamplesApart;
import io.plumbline.graph.op.Reshape;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.PlumblineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Gives the inputs of an optimised graph another batch, everything else following from that. */
final class Rebatch {
  private Rebatch() {}

  /**
   * The same nodes for a larger batch. A Reshape that names the batch of 1 copies it from its input
   * instead.
   *
   * @param graph with static types and a batch of 1
   * @throws BadConfigurationException when the model cannot take another batch
   */
  static Graph apply(Graph graph, int batch) {
    if (batch == 1) {
      return graph;
    }
    SequencedMap<String, ValueType> types = new LinkedHashMap<>();
    for (String input : graph.inputs()) {
      TensorType type = graph.tensorType(input).orElseThrow();
      if (type.rank() == 0 || type.shape().dim(0) != 1) {
        throw fixed(graph, "input '%s' is %s".formatted(input, type.shape()));
      }
      types.put(input, TensorType.of(type.dtype(), type.shape().with(0, batch)));
    }
    List<Node> nodes = new ArrayList<>();
    graph.nodes().forEach(node -> nodes.add(copiesBatch(node, graph)));
    Graph probed;
    try {
      probed = ShapeProbe.apply(graph.withNodes(nodes).withTypes(types));
    } catch (PlumblineException e) {
      throw fixed(graph, String.valueOf(e.getMessage()));
    }
    for (String output : graph.outputs()) {
      if (!followsBatch(graph, probed, output, batch)) {
        throw fixed(
            graph,
            "output '%s' is %s for one sample and %s for %d"
                .formatted(output, text(output, graph), text(output, probed), batch));
      }
    }
    Optional<SamplesApart.Mixed> mixed = SamplesApart.firstMixed(graph, probed, batch);
    if (mixed.isPresent()) {
      Node node = mixed.get().node();
      throw fixed(
          graph,
          "node '%s' (%s) cannot be shown to keep samples apart: %s"
              .formatted(node.name(), node.op().type(), mixed.get().reason()));
    }
    return probed;
  }

  private static String text(String output, Graph graph) {
    return GraphPrinter.text(graph.tensorType(output).orElseThrow());
  }

  private static boolean followsBatch(Graph graph, Graph probed, String output, int batch) {
    TensorType before = graph.tensorType(output).orElseThrow();
    TensorType after = probed.tensorType(output).orElseThrow();
    return before.rank() > 0
        && before.isStatic()
        && after.isStatic()
        && after.shape().equals(before.shape().with(0, batch));
  }

  private static Node copiesBatch(Node node, Graph graph) {
    boolean namesBatch =
        node.op() instanceof Reshape(List<Long> shape, boolean allowZero)
            && !allowZero
            && !shape.isEmpty()
            && shape.getFirst() == 1
            && graph
                .tensorType(node.input(0))
                .filter(type -> type.rank() > 0 && type.isStatic() && type.shape().dim(0) == 1)
                .isPresent();
    if (!namesBatch) {
      return node;
    }
    List<Long> shape = new ArrayList<>(((Reshape) node.op()).shape());
    shape.set(0, 0L);
    return node.withOp(new Reshape(shape, false));
  }

  private static BadConfigurationException fixed(Graph graph, String reason) {
    return new BadConfigurationException(
        "config.batch-fixed",
        "input_parameters.input_batch",
        "the model '%s' cannot take a batch: %s".formatted(graph.name(), reason),
        "leave input_batch out, or export the model with the batch it is to have");
  }
}
