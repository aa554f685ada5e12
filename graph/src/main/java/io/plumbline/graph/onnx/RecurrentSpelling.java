package io.plumbline.graph.onnx;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Attribute;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Recurrent layers with their standard functions, over whole sequences laid out in time, without
 * peepholes. Anything else stays opaque.
 */
final class RecurrentSpelling {
  private static final int LENGTHS = 4;
  private static final int CELL_STATE = 6;

  private RecurrentSpelling() {}

  static void add(Map<String, Operator> map) {
    for (RecurrentLayer layer : RecurrentLayer.values()) {
      map.put(
          layer.onnxType(),
          Operator.of(3, CELL_STATE + 1, node -> recognise(node, layer))
              .text("direction")
              .integer("hidden_size", "input_forget", "layout", "linear_before_reset")
              .texts("activations")
              .withOptionalOutputs());
    }
  }

  private static Optional<Recognised> recognise(OnnxNode node, RecurrentLayer layer) {
    Optional<RecurrentOrder> order = order(node.attribute("direction", "forward"));
    Optional<Integer> hidden = hiddenSize(node);
    boolean standard =
        node.attribute("input_forget", 0) == 0
            && node.attribute("layout", 0) == 0
            && order.isPresent()
            && standardActivations(node, layer, order.get())
            && wholeSequences(node);
    if (!standard || hidden.isEmpty()) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(node.node().inputs());
    if (inputs.size() > LENGTHS) {
      inputs.set(LENGTHS, Node.ABSENT);
    }
    while (inputs.getLast().equals(Node.ABSENT)) {
      inputs.removeLast();
    }
    boolean linear = node.attribute("linear_before_reset", 0) != 0;
    return Optional.of(
        new Recognised(new Recurrent(layer, order.get(), hidden.get(), linear), inputs));
  }

  private static Optional<RecurrentOrder> order(String name) {
    for (RecurrentOrder order : RecurrentOrder.values()) {
      if (order.onnxName().equals(name)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> hiddenSize(OnnxNode node) {
    if (node.hasAttribute("hidden_size")) {
      return Optional.of(OnnxNode.narrow(node.attribute("hidden_size", 0)));
    }
    return node.dims(2)
        .filter(dims -> dims.size() == 3 && dims.get(2) instanceof Dim.Fixed)
        .map(dims -> OnnxNode.narrow(((Dim.Fixed) dims.get(2)).extent()));
  }

  private static boolean standardActivations(
      OnnxNode node, RecurrentLayer layer, RecurrentOrder order) {
    if (!(node.op().attributes().get("activations") instanceof Attribute.Strings given)) {
      return true;
    }
    List<String> once =
        switch (layer) {
          case GRU -> List.of("sigmoid", "tanh");
          case LSTM -> List.of("sigmoid", "tanh", "tanh");
          case RNN -> List.of("tanh");
        };
    List<String> expected = new ArrayList<>(once);
    if (order == RecurrentOrder.BIDIRECTIONAL) {
      expected.addAll(once);
    }
    return given.values().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList()
        .equals(expected);
  }

  /** Lengths may be given where they say nothing: each that of the whole sequence. */
  private static boolean wholeSequences(OnnxNode node) {
    if (!node.has(LENGTHS)) {
      return true;
    }
    Optional<List<Long>> lengths = node.constantLongs(LENGTHS);
    Optional<List<Dim>> dims = node.dims(0);
    return lengths.isPresent()
        && dims.isPresent()
        && !dims.get().isEmpty()
        && lengths.get().stream()
            .allMatch(length -> dims.get().getFirst().equals(new Dim.Fixed(length)));
  }

  static Spelling spell(Recurrent op, Spelling spelling) {
    Spelling.Attributes attributes =
        Spelling.attributes()
            .with("direction", op.order().onnxName())
            .with("hidden_size", op.hiddenSize());
    if (op.linearBeforeReset()) {
      attributes.with("linear_before_reset", 1);
    }
    return spelling.as(op.layer().onnxType(), attributes);
  }
}
