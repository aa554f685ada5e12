package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Resize;
import io.plumbline.tensor.Shape;
import java.util.List;

/** Pictures scaled up and down. */
final class Resamplings implements Family {
  @Override
  public void grow(Sketch sketch) {
    if (sketch.opset() >= 11) {
      sketch.pickOfRank(4, 4).ifPresent(value -> resize(sketch, value));
    }
  }

  private static void resize(Sketch sketch, Value value) {
    boolean nearest = sketch.chance(0.6);
    Shape shape = value.shape();
    List<Long> sizes =
        List.of(
            shape.dim(0),
            shape.dim(1),
            shape.dim(2) * 2,
            sketch.chance(0.5) ? shape.dim(3) * 2 : shape.dim(3) + 1);
    Resize.Coordinates coordinates =
        nearest
            ? Resize.Coordinates.ASYMMETRIC
            : sketch.any(
                List.of(
                    Resize.Coordinates.HALF_PIXEL,
                    Resize.Coordinates.ASYMMETRIC,
                    Resize.Coordinates.ALIGN_CORNERS));
    sketch.add(
        new Resize(
            nearest ? Resize.Mode.NEAREST : Resize.Mode.LINEAR,
            coordinates,
            nearest ? Resize.Nearest.FLOOR : Resize.Nearest.ROUND_PREFER_FLOOR,
            List.of(),
            sizes,
            -0.75f,
            false),
        List.of(value.name()),
        Shape.of(sizes));
  }
}
