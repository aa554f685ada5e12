package io.plumbline.pipeline.equalise;

import io.plumbline.graph.Graph;
import java.util.List;

/**
 * Powers of two that the channels of a value are multiplied with where they are written, and that
 * the weights which read them are divided by.
 *
 * @param value the first of those that hold the channels
 * @param exponents of the factors, one for each channel along axis 1
 * @param writers the sums that the channels come from
 * @param readers the sums that read them
 */
public record ChannelFactors(
    String value,
    List<Integer> exponents,
    List<ScalableWriter> writers,
    List<ChannelReader> readers) {
  public ChannelFactors {
    exponents = List.copyOf(exponents);
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
  }

  /** The graph with these factors, which computes what it computed before. */
  public Graph apply(Graph graph) {
    return ScaledChannels.apply(graph, this);
  }

  /** The sums of a graph that are multiplied, and not a function of them. */
  public List<String> sums(Graph graph) {
    return writers.stream()
        .filter(ScalableWriter::homogeneous)
        .map(writer -> graph.node(writer.node()).output())
        .toList();
  }

  float factor(int channel) {
    return Math.scalb(1f, exponents.get(channel));
  }
}
