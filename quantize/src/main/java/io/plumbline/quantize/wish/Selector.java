package io.plumbline.quantize.wish;

import java.util.List;

/** Some nodes of a model; a finer selector wins over a coarser one. */
public sealed interface Selector {
  /** Every node. */
  record All() implements Selector {}

  /** Every node of an op type of the optimised model, such as {@code Conv}. */
  record Type(String op) implements Selector {}

  /**
   * Every node on a path between values, those that read an input and those that write an output
   * among them.
   *
   * @param inputs names of values or of nodes, these among the selected; empty for the beginning of
   *     the model
   * @param outputs likewise; empty for its end
   */
  record Between(List<String> inputs, List<String> outputs) implements Selector {
    public Between {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * One node, or all that stand for one.
   *
   * @param name in the optimised model, or in the original one
   */
  record Node(String name) implements Selector {}

  /** How fine this is: the higher wins. */
  default int rank() {
    return switch (this) {
      case All _ -> 0;
      case Type _ -> 1;
      case Between _ -> 2;
      case Node _ -> 3;
    };
  }
}
