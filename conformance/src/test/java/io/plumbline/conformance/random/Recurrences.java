package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.RecurrentLayer;
import io.plumbline.graph.op.RecurrentOrder;
import io.plumbline.tensor.Shape;
import java.util.List;

/** Recurrent layers over short sequences. */
final class Recurrences implements Family {
  @Override
  public void grow(Sketch sketch) {
    if (sketch.chance(0.4)) {
      sketch
          .pickOfRank(3, 3)
          .filter(value -> value.shape().dim(0) <= 8 && value.shape().dim(2) <= 40)
          .ifPresent(value -> add(sketch, value));
    }
  }

  private static void add(Sketch sketch, Value value) {
    RecurrentLayer layer = sketch.any(List.of(RecurrentLayer.values()));
    RecurrentOrder order = sketch.any(List.of(RecurrentOrder.values()));
    int hidden = sketch.number(1, 5);
    int directions = order == RecurrentOrder.BIDIRECTIONAL ? 2 : 1;
    int gates =
        switch (layer) {
          case LSTM -> 4;
          case GRU -> 3;
          case RNN -> 1;
        };
    long rows = (long) gates * hidden;
    long width = value.shape().dim(2);
    String weights =
        sketch.constant(Shape.of(directions, rows, width), 1 / StrictMath.sqrt((double) width));
    String recurrence =
        sketch.constant(Shape.of(directions, rows, hidden), 1 / StrictMath.sqrt(hidden));
    String bias = sketch.constant(Shape.of(directions, 2 * rows), 0.2);
    Value states =
        new Value(
            sketch.fresh() + "r",
            Shape.of(value.shape().dim(0), directions, value.shape().dim(1), hidden));
    sketch.add(
        new Recurrent(layer, order, hidden, layer == RecurrentLayer.GRU && sketch.chance(0.5)),
        List.of(value.name(), weights, recurrence, bias),
        List.of(states.name(), sketch.chance(0.3) ? states.name() + "h" : Node.ABSENT));
    sketch.offer(states);
  }
}
