package io.plumbline.graph.pass;

import io.plumbline.graph.Graph;
import io.plumbline.graph.GraphPatch;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Window;
import io.plumbline.graph.op.Window.AutoPad;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code Conv(Pad(x, 0)) ⇒ Conv(x)} with the padding added to the convolution's own. */
public final class FoldPadIntoConv implements Rule {
  @Override
  public Optional<GraphPatch> apply(Node node, Graph graph) {
    if (!(node.op() instanceof Conv(Window window, int group))
        || window.autoPad() != AutoPad.EXPLICIT) {
      return Optional.empty();
    }
    Optional<Node> producer = graph.producer(node.input(0));
    if (producer.isEmpty() || !(producer.get().op() instanceof Pad pad) || !foldable(pad, window)) {
      return Optional.empty();
    }
    int rank = window.rank();
    List<Integer> pads = new ArrayList<>();
    for (int i = 0; i < 2 * rank; i++) {
      int logical = i < rank ? i + 2 : i - rank + 2 + rank + 2;
      pads.add(window.pads().get(i) + pad.pads().get(logical));
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, producer.get().input(0));
    Node folded =
        new Node(
            node.name(),
            new Conv(window.withPads(pads), group),
            inputs,
            node.outputs(),
            Stream.concat(producer.get().origins().stream(), node.origins().stream()).toList());
    GraphPatch patch = new GraphPatch("FoldPadIntoConv").replace(node, folded);
    boolean readAsWeights = folded.inputs().contains(producer.get().output());
    if (!readAsWeights && graph.onlyConsumer(producer.get().output()).isPresent()) {
      patch.remove(producer.get());
    }
    return Optional.of(patch);
  }

  private static boolean foldable(Pad pad, Window window) {
    int axes = window.rank() + 2;
    return pad.mode() == Pad.Mode.CONSTANT
        && pad.value() == 0
        && pad.pads().size() == 2 * axes
        && pad.pads().stream().allMatch(amount -> amount >= 0)
        && pad.pads().get(0) == 0
        && pad.pads().get(1) == 0
        && pad.pads().get(axes) == 0
        && pad.pads().get(axes + 1) == 0;
  }
}
