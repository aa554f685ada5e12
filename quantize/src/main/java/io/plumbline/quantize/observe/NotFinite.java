package io.plumbline.quantize.observe;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.function.DoublePredicate;
import java.util.stream.LongStream;

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
   * The error of an input that is to be quantized. Its first element that is NaN is named, or else
   * the first that is infinite.
   *
   * @param file that holds it
   */
  static BadDataException input(String name, Tensor tensor, String file) {
    long element =
        first(tensor, Double::isNaN)
            .orElseGet(() -> first(tensor, Double::isInfinite).orElseThrow());
    return new BadDataException(
        StatisticsCollector.NOT_FINITE,
        file,
        String.format(
            Locale.ROOT,
            "Element %d of input '%s' is %s in sample '%s', expected a finite number: what reads"
                + " the input counts each.",
            element,
            name,
            tensor.getFloat(element),
            file),
        "Repair the preprocessing that made this sample, or leave it out.");
  }

  private static OptionalLong first(Tensor tensor, DoublePredicate wanted) {
    return LongStream.range(0, tensor.elements())
        .filter(i -> wanted.test(tensor.getFloat(i)))
        .findFirst();
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
