package io.plumbline.codegen.lower;

import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers; the hidden state of ONNX Runtime is float32, so that steps may differ. */
final class RecurrentModels {
  private RecurrentModels() {}

  static List<NamedModel> all() {
    List<NamedModel> models = new ArrayList<>();
    for (RecurrentLayer layer : RecurrentLayer.values()) {
      for (RecurrentOrder order : RecurrentOrder.values()) {
        models.add(
            new NamedModel(
                layer + " " + order, layer(new Recurrent(layer, order, 6, false), true)));
      }
    }
    Recurrent late = new Recurrent(RecurrentLayer.GRU, RecurrentOrder.FORWARD, 6, true);
    models.add(new NamedModel("GRU with late reset", layer(late, true)));
    models.add(new NamedModel("GRU without states", layer(late, false)));
    return models;
  }

  private static SmallModel layer(Recurrent op, boolean states) {
    int gates =
        switch (op.layer()) {
          case GRU -> 3;
          case LSTM -> 4;
          case RNN -> 1;
        };
    long directions = op.order().directions();
    long rows = gates * 6L;
    List<String> inputs = new ArrayList<>(List.of("x", "w", "r", "b"));
    SmallModel model =
        new SmallModel()
            .input("x", 5, 2, 4)
            .weights("w", 1, directions, rows, 4)
            .weights("r", 1, directions, rows, 6)
            .constant("b", directions, 2 * rows)
            .quantize("x", 0.02f, 9)
            .quantize("y", 1 / 127f, 0);
    if (states) {
      inputs.addAll(List.of("", "h"));
      model.input("h", directions, 2, 6).quantize("h", 1 / 127f, 0);
      if (op.layer() == RecurrentLayer.LSTM) {
        inputs.add("c");
        model.input("c", directions, 2, 6);
      }
    }
    List<String> outputs =
        op.layer() == RecurrentLayer.LSTM ? List.of("y", "z", "last") : List.of("y", "z");
    model
        .nodeOfMany("layer", op, inputs, outputs)
        .value("y", 5, directions, 2, 6)
        .value("z", directions, 2, 6)
        .integer("layer")
        .output("y")
        .output("z");
    return op.layer() == RecurrentLayer.LSTM
        ? model.value("last", directions, 2, 6).output("last")
        : model;
  }
}
