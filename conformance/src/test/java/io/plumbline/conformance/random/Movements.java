package io.plumbline.conformance.random;

import io.plumbline.conformance.random.Sketch.Value;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Ops that move elements, repeat them or surround them. */
final class Movements implements Family {
  @Override
  public void grow(Sketch sketch) {
    sketch.pick(value -> value.rank() >= 1).ifPresent(value -> add(sketch, value));
  }

  private static void add(Sketch sketch, Value value) {
    switch (sketch.number(0, 10)) {
      case 0 -> transpose(sketch, value);
      case 1 -> reshape(sketch, value);
      case 2 -> slice(sketch, value);
      case 3 -> pad(sketch, value);
      case 4 -> blocks(sketch, value);
      case 5 -> gather(sketch, value);
      case 6 -> tile(sketch, value);
      case 7 -> squeeze(sketch, value);
      case 8 -> unsqueeze(sketch, value);
      case 9 -> sketch.add(new Identity(), List.of(value.name()), value.shape());
      default -> flatten(sketch, value);
    }
  }

  private static void transpose(Sketch sketch, Value value) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, value.rank()).boxed().toList());
    Collections.shuffle(order, new Random(sketch.number(0, 1 << 20)));
    int[] moved = order.stream().mapToInt(Integer::intValue).toArray();
    sketch.add(new Transpose(order), List.of(value.name()), value.shape().permute(moved));
  }

  /** Two neighbouring axes become one, or one is cut in two. */
  private static void reshape(Sketch sketch, Value value) {
    List<Long> dims = new ArrayList<>();
    for (long dim : value.shape().toArray()) {
      dims.add(dim);
    }
    int axis = sketch.number(0, value.rank() - 1);
    if (axis > 0 && sketch.chance(0.5)) {
      dims.set(axis - 1, dims.get(axis - 1) * dims.remove(axis));
    } else if (dims.get(axis) % 2 == 0 && value.rank() < 5) {
      dims.set(axis, dims.get(axis) / 2);
      dims.add(axis, 2L);
    }
    sketch.add(new Reshape(dims, false), List.of(value.name()), Shape.of(dims));
  }

  private static void flatten(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank());
    long rows = 1;
    for (int i = 0; i < axis; i++) {
      rows *= value.shape().dim(i);
    }
    sketch.add(
        new Flatten(axis), List.of(value.name()), Shape.of(rows, value.shape().elements() / rows));
  }

  private static void slice(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank() - 1);
    long extent = value.shape().dim(axis);
    int step = sketch.opset() >= 10 ? sketch.number(1, 2) : 1;
    boolean backwards = sketch.opset() >= 10 && sketch.chance(0.15);
    long start = sketch.number(0, (int) Math.min(extent - 1, 2));
    long end = sketch.chance(0.3) ? -1 : Integer.MAX_VALUE;
    long stop = end < 0 ? extent - 1 : extent;
    if (backwards) {
      sketch.add(
          new Slice(List.of(-1L), List.of(-1L - extent), List.of(axis), List.of(-1L)),
          List.of(value.name()),
          value.shape());
    } else if (stop > start) {
      sketch.add(
          new Slice(List.of(start), List.of(end), List.of(axis), List.of((long) step)),
          List.of(value.name()),
          value.shape().with(axis, (stop - start + step - 1) / step));
    }
  }

  private static void pad(Sketch sketch, Value value) {
    int rank = value.rank();
    Pad.Mode mode =
        sketch.any(List.of(Pad.Mode.CONSTANT, Pad.Mode.CONSTANT, Pad.Mode.REFLECT, Pad.Mode.EDGE));
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0));
    long[] dims = value.shape().toArray();
    for (int axis = Math.min(2, rank - 1); axis < rank; axis++) {
      int most = mode == Pad.Mode.REFLECT ? (int) Math.min(2, dims[axis] - 1) : 2;
      pads.set(axis, sketch.number(0, most));
      pads.set(axis + rank, sketch.number(0, most));
      dims[axis] += pads.get(axis) + pads.get(axis + rank);
    }
    float border = mode == Pad.Mode.CONSTANT && sketch.chance(0.5) ? sketch.uniform(-2, 2) : 0;
    sketch.add(new Pad(pads, border, mode), List.of(value.name()), Shape.of(dims));
  }

  private static void blocks(Sketch sketch, Value value) {
    if (value.rank() != 4) {
      return;
    }
    Shape shape = value.shape();
    if (shape.dim(1) % 4 == 0 && sketch.chance(0.7)) {
      boolean columns = sketch.opset() >= 11 && sketch.chance(0.5);
      sketch.add(
          new DepthToSpace(2, columns ? DepthToSpace.Order.CRD : DepthToSpace.Order.DCR),
          List.of(value.name()),
          Shape.of(shape.dim(0), shape.dim(1) / 4, shape.dim(2) * 2, shape.dim(3) * 2));
    } else if (shape.dim(2) % 2 == 0 && shape.dim(3) % 2 == 0) {
      sketch.add(
          new SpaceToDepth(2),
          List.of(value.name()),
          Shape.of(shape.dim(0), shape.dim(1) * 4, shape.dim(2) / 2, shape.dim(3) / 2));
    }
  }

  private static void gather(Sketch sketch, Value value) {
    int axis = sketch.number(0, value.rank() - 1);
    long[] indices = new long[sketch.number(1, 4)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = sketch.number(0, value.shape().intDim(axis) - 1);
    }
    String constant = sketch.constant(Tensor.of(Shape.of(indices.length), indices));
    sketch.add(
        new Gather(axis),
        List.of(value.name(), constant),
        value.shape().with(axis, indices.length));
  }

  private static void tile(Sketch sketch, Value value) {
    List<Long> repeats = new ArrayList<>(Collections.nCopies(value.rank(), 1L));
    int axis = sketch.number(0, value.rank() - 1);
    repeats.set(axis, 2L);
    sketch.add(
        new Tile(repeats),
        List.of(value.name()),
        value.shape().with(axis, 2 * value.shape().dim(axis)));
  }

  private static void squeeze(Sketch sketch, Value value) {
    List<Integer> axes = new ArrayList<>();
    List<Long> kept = new ArrayList<>();
    for (int axis = 0; axis < value.rank(); axis++) {
      if (axis > 0 && value.shape().dim(axis) == 1) {
        axes.add(axis);
      } else {
        kept.add(value.shape().dim(axis));
      }
    }
    if (!axes.isEmpty()) {
      sketch.add(new Squeeze(axes), List.of(value.name()), Shape.of(kept));
    }
  }

  private static void unsqueeze(Sketch sketch, Value value) {
    if (value.rank() < 5) {
      List<Long> dims = new ArrayList<>();
      for (long dim : value.shape().toArray()) {
        dims.add(dim);
      }
      int axis = sketch.number(0, value.rank());
      dims.add(axis, 1L);
      sketch.add(new Unsqueeze(List.of(axis)), List.of(value.name()), Shape.of(dims));
    }
  }
}
