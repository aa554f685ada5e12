package io.plumbline.graph.batch;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Proves that a graph of a larger batch computes for every sample what the graph of one sample
 * computes: every value that depends on the inputs is the values of the samples side by side along
 * one axis, which is the axis that its two shapes differ in, and no node works along that axis.
 */
public final class SamplesApart {
  private final Graph one;
  private final Graph many;
  private final int batch;
  private final Map<String, Integer> axes = new HashMap<>();

  private SamplesApart(Graph one, Graph many, int batch) {
    this.one = one;
    this.many = many;
    this.batch = batch;
  }

  /**
   * A node that cannot be shown to keep samples apart.
   *
   * @param reason what it does, such as {@code it works along axis 0, where the samples lie}
   */
  public record Mixed(Node node, String reason) {}

  /**
   * The first node in execution order that mixes samples, or of which nothing can be shown; empty
   * when all keep them apart.
   *
   * @param one of static types, every input with an extent of 1 along axis 0
   * @param many the same nodes with an extent of {@code batch} there
   * @param batch at least 2
   */
  public static Optional<Mixed> firstMixed(Graph one, Graph many, int batch) {
    return new SamplesApart(one, many, batch).find();
  }

  private Optional<Mixed> find() {
    many.inputs().forEach(input -> axes.put(input, 0));
    for (Node node : many.nodes()) {
      if (node.reads().stream().noneMatch(axes::containsKey)) {
        continue;
      }
      Optional<String> reason = place(node).or(() -> new SampleAxes(node, one, axes).obstacle());
      if (reason.isPresent()) {
        return Optional.of(new Mixed(node, reason.get()));
      }
    }
    return Optional.empty();
  }

  /** Finds the axes of what a node writes; what is wrong with them otherwise. */
  private Optional<String> place(Node node) {
    for (String output : node.outputs()) {
      if (output.equals(Node.ABSENT)) {
        continue;
      }
      Optional<TensorType> before = one.tensorType(output).filter(TensorType::isStatic);
      Optional<TensorType> after = many.tensorType(output).filter(TensorType::isStatic);
      if (before.isEmpty() || after.isEmpty()) {
        return Optional.of("the shape of '%s' is not known".formatted(output));
      }
      int axis = axis(before.get().shape(), after.get().shape());
      if (axis < 0) {
        return Optional.of(
            "'%s' is %s for one sample and %s for %d"
                .formatted(output, before.get().shape(), after.get().shape(), batch));
      }
      axes.put(output, axis);
    }
    return Optional.empty();
  }

  /** The only axis that is as many times longer as there are samples, or −1. */
  private int axis(Shape before, Shape after) {
    if (before.rank() != after.rank()) {
      return -1;
    }
    int found = -1;
    for (int axis = 0; axis < before.rank(); axis++) {
      if (before.dim(axis) != after.dim(axis)) {
        boolean grows = after.dim(axis) == before.dim(axis) * batch;
        if (!grows || found >= 0) {
          return -1;
        }
        found = axis;
      }
    }
    return found;
  }
}
