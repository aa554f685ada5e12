package io.plumbline.pipeline.debug;

import io.plumbline.verify.compare.Measure;
import java.util.List;

/**
 * Which curves of accumulated errors are asked for.
 *
 * @param quantized sets of nodes that round while all others do not
 * @param left sets of nodes that do not round while all others do
 * @param average whether a curve is the mean of all figures up to a node
 */
public record AccumulationRequest(Sets quantized, Sets left, Measure measure, boolean average) {
  /**
   * Nodes that go together.
   *
   * @param names of nodes, set by set; {@code weight} or {@code activation} for all of a kind
   * @param nested whether sets were written as such: their curves are called partial_qmodel_0 and
   *     so on, and else by the names of the nodes
   */
  public record Sets(List<List<String>> names, boolean nested) {
    public static final Sets NONE = new Sets(List.of(), false);

    public Sets {
      names = names.stream().map(List::copyOf).toList();
    }
  }

  public boolean isEmpty() {
    return quantized.names().isEmpty() && left.names().isEmpty();
  }

  /** The same; weights and activations, each alone, where nothing is asked for. */
  AccumulationRequest orBothKinds() {
    Sets both = new Sets(List.of(List.of("weight"), List.of("activation")), false);
    return isEmpty() ? new AccumulationRequest(both, left, measure, average) : this;
  }
}
