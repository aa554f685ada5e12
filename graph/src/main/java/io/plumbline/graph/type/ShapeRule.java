package io.plumbline.graph.type;

import io.plumbline.graph.op.ArgExtremum;
import io.plumbline.graph.op.BatchNormalization;
import io.plumbline.graph.op.Binary;
import io.plumbline.graph.op.Cast;
import io.plumbline.graph.op.Comparison;
import io.plumbline.graph.op.Concat;
import io.plumbline.graph.op.Conv;
import io.plumbline.graph.op.ConvTranspose;
import io.plumbline.graph.op.DepthToSpace;
import io.plumbline.graph.op.DequantizeLinear;
import io.plumbline.graph.op.Expand;
import io.plumbline.graph.op.Flatten;
import io.plumbline.graph.op.FlattenedSoftmax;
import io.plumbline.graph.op.Gather;
import io.plumbline.graph.op.GatherElements;
import io.plumbline.graph.op.GatherND;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.GlobalAveragePool;
import io.plumbline.graph.op.GlobalMaxPool;
import io.plumbline.graph.op.GroupNormalization;
import io.plumbline.graph.op.Identity;
import io.plumbline.graph.op.InstanceNormalization;
import io.plumbline.graph.op.LayerNormalization;
import io.plumbline.graph.op.LocalResponseNormalization;
import io.plumbline.graph.op.LogSoftmax;
import io.plumbline.graph.op.Logic;
import io.plumbline.graph.op.LpNormalization;
import io.plumbline.graph.op.MatMul;
import io.plumbline.graph.op.MeanVarianceNormalization;
import io.plumbline.graph.op.Not;
import io.plumbline.graph.op.Op;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.graph.op.PRelu;
import io.plumbline.graph.op.Pad;
import io.plumbline.graph.op.Pool;
import io.plumbline.graph.op.QuantizeLinear;
import io.plumbline.graph.op.Recurrent;
import io.plumbline.graph.op.Reduce;
import io.plumbline.graph.op.ReduceMean;
import io.plumbline.graph.op.Reshape;
import io.plumbline.graph.op.Resize;
import io.plumbline.graph.op.ScatterElements;
import io.plumbline.graph.op.ScatterND;
import io.plumbline.graph.op.ShapeOf;
import io.plumbline.graph.op.Slice;
import io.plumbline.graph.op.Softmax;
import io.plumbline.graph.op.SpaceToDepth;
import io.plumbline.graph.op.Split;
import io.plumbline.graph.op.Squeeze;
import io.plumbline.graph.op.Tile;
import io.plumbline.graph.op.TopK;
import io.plumbline.graph.op.Transpose;
import io.plumbline.graph.op.UnaryOp;
import io.plumbline.graph.op.Unsqueeze;
import io.plumbline.graph.op.Variadic;
import io.plumbline.graph.op.Where;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of a node's first output, from its inputs' shapes. Empty where the op's fields do not
 * fix it, or only a runtime's reading of them does.
 */
final class ShapeRule {
  /** That shapes do not go together under an op; the message says which and why. */
  static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1;

    MismatchException(String message) {
      super(message);
    }
  }

  private ShapeRule() {}

  /**
   * @param inputs shapes of all inputs; none absent, none unknown, at least one
   * @throws MismatchException when no output can come of such inputs
   */
  static Optional<Shape> of(Op op, List<Shape> inputs) throws MismatchException {
    Shape x = inputs.getFirst();
    return switch (op) {
      case UnaryOp unary -> Optional.of(x);
      case Cast cast -> Optional.of(x);
      case Identity identity -> Optional.of(x);
      case Not not -> Optional.of(x);
      case Softmax softmax -> Optional.of(x);
      case LogSoftmax softmax -> Optional.of(x);
      case FlattenedSoftmax softmax -> Optional.of(x);
      case BatchNormalization normalization -> Optional.of(x);
      case GroupNormalization normalization -> Optional.of(x);
      case InstanceNormalization normalization -> Optional.of(x);
      case LayerNormalization normalization -> Optional.of(x);
      case LocalResponseNormalization normalization -> Optional.of(x);
      case LpNormalization normalization -> Optional.of(x);
      case MeanVarianceNormalization normalization -> Optional.of(x);
      case QuantizeLinear quantize -> Optional.of(x);
      case DequantizeLinear dequantize -> Optional.of(x);
      case PRelu relu -> Optional.of(x);
      case ScatterElements scatter -> Optional.of(x);
      case ScatterND scatter -> Optional.of(x);
      case Binary binary -> Optional.of(broadcast(inputs));
      case Comparison comparison -> Optional.of(broadcast(inputs));
      case Logic logic -> Optional.of(broadcast(inputs));
      case Variadic variadic -> Optional.of(broadcast(inputs));
      case Where where -> Optional.of(broadcast(inputs));
      case Expand expand -> Optional.of(broadcast(List.of(x, Shape.of(expand.shape()))));
      case Concat concat -> Optional.of(joined(concat.axis(), inputs));
      case MatMul product -> Optional.of(product(x, inputs.get(1)));
      case Gemm gemm -> Optional.of(gemm(gemm, x, inputs.get(1)));
      case Transpose transpose -> Optional.of(permuted(x, transpose.order()));
      case Flatten flatten -> Optional.of(flattened(x, flatten.axis()));
      case Reshape reshape -> reshaped(x, reshape);
      case Split split -> Optional.of(x.with(split.axis(), split.sizes().getFirst()));
      case Gather gather -> Optional.of(gathered(gather.axis(), x, inputs.get(1)));
      case GatherElements gather -> Optional.of(inputs.get(1));
      case Tile tile -> Optional.of(tiled(x, tile.repeats()));
      case Pad pad -> Optional.of(padded(x, pad.pads()));
      case Reduce reduce -> Optional.of(reduced(x, reduce.axes(), reduce.keepDims()));
      case ReduceMean mean -> Optional.of(reduced(x, mean.axes(), mean.keepDims()));
      case ArgExtremum extremum ->
          Optional.of(reduced(x, List.of(extremum.axis()), extremum.keepDims()));
      case TopK topK -> Optional.of(x.with(topK.axis(), topK.k()));
      case GlobalAveragePool pool -> Optional.of(global(x));
      case GlobalMaxPool pool -> Optional.of(global(x));
      case DepthToSpace move -> Optional.of(blocks(x, move.block()));
      case SpaceToDepth move -> Optional.of(depth(x, move.block()));
      case Conv conv -> Windows.convolved(conv, x, inputs.get(1));
      case Pool pool -> Windows.pooled(pool, x);
      case ConvTranspose _, GatherND _, OpaqueOp _, Recurrent _, Resize _, ShapeOf _, Slice _ ->
          Optional.empty();
      case Squeeze _, Unsqueeze _ -> Optional.empty();
    };
  }

  /** NumPy's rule: extents from the last, 1 gives way. */
  private static Shape broadcast(List<Shape> shapes) throws MismatchException {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElseThrow();
    long[] extents = new long[rank];
    Arrays.fill(extents, 1);
    for (Shape shape : shapes) {
      for (int axis = rank - shape.rank(); axis < rank; axis++) {
        long extent = shape.dim(axis - rank + shape.rank());
        require(
            extent == 1 || extents[axis] == 1 || extent == extents[axis],
            "%s do not broadcast",
            text(shapes));
        extents[axis] = extent == 1 ? extents[axis] : extent;
      }
    }
    return Shape.of(extents);
  }

  private static Shape joined(int axis, List<Shape> shapes) throws MismatchException {
    Shape first = shapes.getFirst();
    long sum = 0;
    for (Shape shape : shapes) {
      require(
          shape.rank() == first.rank() && shape.with(axis, 0).equals(first.with(axis, 0)),
          "%s differ beside axis " + axis,
          text(shapes));
      sum += shape.dim(axis);
    }
    return first.with(axis, sum);
  }

  private static Shape product(Shape a, Shape b) throws MismatchException {
    require(a.rank() > 0 && b.rank() > 0, "%s have no product", text(List.of(a, b)));
    long depth = b.dim(b.rank() == 1 ? -1 : -2);
    require(a.dim(-1) == depth, "%s have no product", text(List.of(a, b)));
    List<Long> extents = new ArrayList<>();
    if (a.rank() > 2 || b.rank() > 2) {
      addAll(extents, broadcast(List.of(leading(a), leading(b))));
    }
    if (a.rank() > 1) {
      extents.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      extents.add(b.dim(-1));
    }
    return Shape.of(extents);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.toArray(), Math.max(shape.rank() - 2, 0)));
  }

  private static Shape gemm(Gemm gemm, Shape a, Shape b) throws MismatchException {
    require(a.rank() == 2 && b.rank() == 2, "%s are no two matrices", text(List.of(a, b)));
    long rows = a.dim(gemm.transposeA() ? 1 : 0);
    long columns = b.dim(gemm.transposeB() ? 0 : 1);
    require(
        a.dim(gemm.transposeA() ? 0 : 1) == b.dim(gemm.transposeB() ? 1 : 0),
        "%s have no product",
        text(List.of(a, b)));
    return Shape.of(rows, columns);
  }

  private static Shape permuted(Shape x, List<Integer> order) throws MismatchException {
    require(order.size() == x.rank(), "%s has no order " + order, x.toString());
    return x.permute(order.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Shape flattened(Shape x, int axis) {
    int cut = axis < 0 ? axis + x.rank() : axis;
    long[] extents = x.toArray();
    return Shape.of(
        Arrays.stream(extents, 0, cut).reduce(1, Math::multiplyExact),
        Arrays.stream(extents, cut, extents.length).reduce(1, Math::multiplyExact));
  }

  private static Optional<Shape> reshaped(Shape x, Reshape reshape) throws MismatchException {
    long[] extents = new long[reshape.shape().size()];
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      long asked = reshape.shape().get(axis);
      extents[axis] = asked == 0 && !reshape.allowZero() ? x.dim(axis) : asked;
      open = asked < 0 ? axis : open;
      known *= asked < 0 ? 1 : extents[axis];
    }
    if (open >= 0) {
      if (known == 0) {
        return Optional.empty();
      }
      extents[open] = x.elements() / known;
      known *= extents[open];
    }
    require(known == x.elements(), "%s does not become " + reshape.shape(), x.toString());
    return Optional.of(Shape.of(extents));
  }

  private static Shape gathered(int axis, Shape x, Shape indices) {
    int at = axis < 0 ? axis + x.rank() : axis;
    List<Long> extents = new ArrayList<>();
    for (int before = 0; before < at; before++) {
      extents.add(x.dim(before));
    }
    addAll(extents, indices);
    for (int behind = at + 1; behind < x.rank(); behind++) {
      extents.add(x.dim(behind));
    }
    return Shape.of(extents);
  }

  private static Shape tiled(Shape x, List<Long> repeats) throws MismatchException {
    require(repeats.size() == x.rank(), "%s is not repeated " + repeats, x.toString());
    return Shape.of(
        IntStream.range(0, x.rank()).mapToLong(axis -> x.dim(axis) * repeats.get(axis)).toArray());
  }

  private static Shape padded(Shape x, List<Integer> pads) throws MismatchException {
    require(pads.size() == 2 * x.rank(), "%s is not padded by " + pads, x.toString());
    return Shape.of(
        IntStream.range(0, x.rank())
            .mapToLong(axis -> x.dim(axis) + pads.get(axis) + pads.get(axis + x.rank()))
            .toArray());
  }

  private static Shape reduced(Shape x, List<Integer> axes, boolean keep) {
    List<Integer> gone = axes.stream().map(axis -> axis < 0 ? axis + x.rank() : axis).toList();
    List<Long> extents = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!gone.contains(axis)) {
        extents.add(x.dim(axis));
      } else if (keep) {
        extents.add(1L);
      }
    }
    return Shape.of(extents);
  }

  private static Shape global(Shape x) {
    long[] extents = x.toArray();
    Arrays.fill(extents, 2, extents.length, 1);
    return Shape.of(extents);
  }

  private static Shape blocks(Shape x, int block) throws MismatchException {
    long square = (long) block * block;
    require(x.rank() == 4 && x.dim(1) % square == 0, "%s has no blocks of " + block, x.toString());
    return Shape.of(x.dim(0), x.dim(1) / square, x.dim(2) * block, x.dim(3) * block);
  }

  private static Shape depth(Shape x, int block) throws MismatchException {
    require(
        x.rank() == 4 && x.dim(2) % block == 0 && x.dim(3) % block == 0,
        "%s has no blocks of " + block,
        x.toString());
    return Shape.of(x.dim(0), x.dim(1) * block * block, x.dim(2) / block, x.dim(3) / block);
  }

  private static void addAll(List<Long> extents, Shape shape) {
    Arrays.stream(shape.toArray()).forEach(extents::add);
  }

  private static String text(List<Shape> shapes) {
    return shapes.stream().map(Shape::toString).collect(Collectors.joining(" and "));
  }

  private static void require(boolean condition, String message, String shapes)
      throws MismatchException {
    if (!condition) {
      throw new MismatchException(message.replace("%s", shapes));
    }
  }
}
