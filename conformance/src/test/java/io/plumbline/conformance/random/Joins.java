package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Split;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Values put together along an axis, and taken apart. */
final class Joins implements Family {
  @Override
  public void grow(Sketch sketch) {
    sketch
        .pick(value -> value.rank() >= 1)
        .ifPresent(
            value -> {
              if (sketch.chance(0.7)) {
                concat(sketch, value);
              } else {
                split(sketch, value);
              }
            });
  }

  private static void concat(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank() - 1);
    List<String> parts = new ArrayList<>(List.of(value.name()));
    long extent = value.shape().dim(axis);
    for (int i = 0; i < sketch.number(1, 2); i++) {
      Value other = sketch.pick(found -> fits(found.shape(), value.shape(), axis)).orElse(value);
      parts.add(other.name());
      extent += other.shape().dim(axis);
    }
    if (sketch.chance(0.15)) {
      parts.add(sketch.constant(value.shape(), 0.5));
      extent += value.shape().dim(axis);
    }
    sketch.add(new Concat(axis), parts, value.shape().with(axis, extent));
  }

  private static boolean fits(Shape found, Shape wanted, int axis) {
    return found.rank() == wanted.rank() && found.with(axis, wanted.dim(axis)).equals(wanted);
  }

  private static void split(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank() - 1);
    long extent = value.shape().dim(axis);
    if (extent < 2) {
      return;
    }
    long first = sketch.number(1, (int) extent - 1);
    List<Long> sizes = List.of(first, extent - first);
    List<Value> parts =
        sizes.stream()
            .map(size -> new Value(sketch.fresh() + "_" + size, value.shape().with(axis, size)))
            .toList();
    List<String> names = List.of(parts.get(0).name() + "a", parts.get(1).name() + "b");
    sketch.add(new Split(axis, sizes), List.of(value.name()), names);
    sketch.offer(new Value(names.get(0), parts.get(0).shape()));
    sketch.offer(new Value(names.get(1), parts.get(1).shape()));
  }
}
