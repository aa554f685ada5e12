package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.MaxPool;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.op.Window.AutoPad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code MaxPool(Pad(x, −∞)) ⇒ MaxPool(x)} with the padding added to the pooling's own, and
 * likewise for the lowest float32: no element is below either. Every window must see an element of
 * x, which it does when its padding is narrower than its kernel; ONNX Runtime allows no more.
 */
public final class FoldPadIntoMaxPool implements Rule {
  /** Axes before the spatial ones: batch and channels. */
  private static final int OUTER = 2;

  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof MaxPool(Window window, boolean ceilMode))
        || ceilMode
        || node.outputs().size() > 1
        || window.autoPad() != AutoPad.EXPLICIT) {
      return Optional.empty();
    }
    Optional<Node> producer = graph.producer(node.input(0));
    if (producer.isEmpty() || !(producer.get().op() instanceof Pad pad)) {
      return Optional.empty();
    }
    return pads(pad, window)
        .flatMap(
            pads ->
                new Fusion(graph, node)
                    .and(producer.get())
                    .into(
                        name(),
                        new MaxPool(window.withPads(pads), false),
                        List.of(producer.get().input(0))));
  }

  /** The padding of both; empty where the pooling cannot have it. */
  private static Optional<List<Integer>> pads(Pad pad, Window window) {
    int axes = window.rank() + OUTER;
    if (pad.mode() != Pad.Mode.CONSTANT
        || pad.value() > -Float.MAX_VALUE
        || pad.pads().size() != 2 * axes) {
      return Optional.empty();
    }
    List<Integer> pads = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      for (int axis = 0; axis < axes; axis++) {
        int added = pad.pads().get(side * axes + axis);
        if (added < 0 || (axis < OUTER && added > 0)) {
          return Optional.empty();
        }
        if (axis >= OUTER) {
          int spatial = axis - OUTER;
          int whole = window.pads().get(side * window.rank() + spatial) + added;
          if (whole >= window.kernel().get(spatial)) {
            return Optional.empty();
          }
          pads.add(whole);
        }
      }
    }
    return Optional.of(pads);
  }
}
