package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.tensor.Shape;
import java.util.List;

/** Normalisation by recorded statistics, over rows, channels and groups. */
final class Normalisations implements Family {
  @Override
  public void grow(Sketch sketch) {
    switch (sketch.number(0, 5)) {
      case 0, 1 -> sketch.pickOfRank(2, 5).ifPresent(value -> batch(sketch, value));
      case 2 -> sketch.pickOfRank(3, 4).ifPresent(value -> instance(sketch, value));
      case 3 -> sketch.pickOfRank(2, 4).ifPresent(value -> layer(sketch, value));
      case 4 -> sketch.pickOfRank(3, 4).ifPresent(value -> group(sketch, value));
      default -> sketch.pickOfRank(2, 4).ifPresent(value -> norm(sketch, value));
    }
  }

  private static void batch(Sketch sketch, Value value) {
    Shape channels = Shape.of(value.shape().dim(1));
    sketch.add(
        new BatchNormalization(1e-5f),
        List.of(
            value.name(),
            sketch.constantBetween(channels, 0.3, 2),
            sketch.constant(channels, 0.5),
            sketch.constant(channels, 0.5),
            sketch.constantBetween(channels, 0.3, 2)),
        value.shape());
  }

  private static void instance(Sketch sketch, Value value) {
    Shape channels = Shape.of(value.shape().dim(1));
    if (value.shape().elements() >= 4 * value.shape().dim(0) * value.shape().dim(1)) {
      sketch.add(
          new InstanceNormalization(1e-3f),
          List.of(
              value.name(),
              sketch.constantBetween(channels, 0.3, 2),
              sketch.constant(channels, 0.5)),
          value.shape());
    }
  }

  private static void layer(Sketch sketch, Value value) {
    Shape row = Shape.of(value.shape().dim(-1));
    if (sketch.opset() >= 17 && row.elements() >= 4) {
      sketch.add(
          new LayerNormalization(value.rank() - 1, 1e-3f),
          List.of(value.name(), sketch.constantBetween(row, 0.3, 2), sketch.constant(row, 0.5)),
          value.shape());
    }
  }

  private static void group(Sketch sketch, Value value) {
    Shape channels = Shape.of(value.shape().dim(1));
    if (sketch.opset() >= 21 && channels.elements() % 2 == 0 && value.shape().dim(-1) >= 2) {
      sketch.add(
          new GroupNormalization(2, 1e-3f, false),
          List.of(
              value.name(),
              sketch.constantBetween(channels, 0.3, 2),
              sketch.constant(channels, 0.5)),
          value.shape());
    }
  }

  private static void norm(Sketch sketch, Value value) {
    sketch.add(
        new LpNormalization(value.rank() - 1, sketch.number(1, 2)),
        List.of(value.name()),
        value.shape());
  }
}
