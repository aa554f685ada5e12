package io.plumbline.quantize.observe;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadDataException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** What is said of tensors that hold NaN or infinity, by the nodes that write and read them. */
final class NotFinite {
  private final Graph graph;

  /**
   * @param graph that has the tensors
   */
  NotFinite(Graph graph) {
    this.graph = graph;
  }

  /**
   * The error of a sample.
   *
   * @param tensors that are not finite, in the order in which they were seen
   */
  BadDataException error(List<String> tensors, String sample) {
    String tensor = tensors.getFirst();
    String written =
        graph
            .producer(tensor)
            .map(node -> ", the result of node '%s' (%s),".formatted(node.name(), node.op().type()))
            .orElse("");
    if (graph.inputs().contains(tensor)) {
      return new BadDataException(
          StatisticsCollector.NOT_FINITE,
          sample,
          "Input '%s' holds NaN or infinity in sample '%s', expected finite numbers."
              .formatted(tensor, sample),
          "Repair the preprocessing that made this sample, or leave it out.");
    }
    return new BadDataException(
        StatisticsCollector.NOT_FINITE,
        sample,
        "Tensor '%s'%s holds NaN or infinity for sample '%s', expected finite numbers."
            .formatted(tensor, written, sample),
        "Check the preprocessing of this sample; if it is right, " + remedy(tensors) + ".");
  }

  private String remedy(List<String> tensors) {
    Optional<String> output = tensors.stream().filter(graph.outputs()::contains).findFirst();
    if (output.isPresent()) {
      return "repair the model: output '%s' is not finite".formatted(output.get());
    }
    SequencedSet<String> nodes = new LinkedHashSet<>();
    for (String tensor : tensors) {
      graph.producer(tensor).map(Node::name).ifPresent(nodes::add);
      graph.consumers(tensor).forEach(reader -> nodes.add(reader.name()));
    }
    return "repair the model where it overflows; such numbers are written or read by: "
        + String.join(", ", nodes);
  }
}
