package io.plumbline.quantize.mask;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceFunction;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;

/**
 * The border of low numbers around what maxima are taken of. Integers hold it: a border below the
 * range of the elements becomes the lowest integer, and none of the elements is below that.
 */
public final class MaximaBorder {
  private MaximaBorder() {}

  /** Whether a node pads with a negative number, and nothing but maxima reads the result. */
  public static boolean is(Node node, Graph graph) {
    return node.op() instanceof Pad pad && pad.value() < 0 && goesIntoMaxima(node.output(), graph);
  }

  /** Whether a value has such a border: it has no range of its own, but that of what is padded. */
  public static boolean isIn(String value, Graph graph) {
    return graph.producer(value).stream()
        .anyMatch(
            node -> is(node, graph) || (keepsElements(node.op()) && isIn(node.input(0), graph)));
  }

  private static boolean goesIntoMaxima(String value, Graph graph) {
    return !graph.outputs().contains(value)
        && graph.consumers(value).stream()
            .allMatch(
                reader ->
                    isMaximum(reader.op())
                        || (keepsElements(reader.op()) && goesIntoMaxima(reader.output(), graph)));
  }

  private static boolean isMaximum(Op op) {
    return op instanceof MaxPool
        || op instanceof GlobalMaxPool
        || (op instanceof Reduce reduce && reduce.function() == ReduceFunction.MAX);
  }

  private static boolean keepsElements(Op op) {
    return op instanceof Flatten
        || op instanceof Reshape
        || op instanceof Squeeze
        || op instanceof Transpose
        || op instanceof Unsqueeze;
  }
}
