package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Reduction and ArgMax. */
final class ReductionLayers {
  /** Numbered from 1 in the file format. */
  private enum Operation {
    NONE,
    SUM,
    ASUM,
    SUMSQ,
    MEAN
  }

  private ReductionLayers() {}

  /** One number for everything from an axis on. */
  static List<Blob> reduction(LayerScope scope) {
    TextMessage parameters = scope.parameters("reduction_param");
    Blob bottom = scope.bottom();
    int first = scope.axis(parameters.integer("axis", 0), bottom.rank());
    Shape result = Shape.of(AffineLayers.dims(bottom.shape()).subList(0, first));
    long[] axes = LongStream.range(first, bottom.rank()).toArray();
    Blob reduced =
        switch (parameters.choice("operation", Operation.SUM)) {
          case SUM ->
              scope.node(
                  "ReduceSum",
                  result,
                  Attributes.integer("keepdims", 0),
                  bottom.value(),
                  scope.integers("axes", axes));
          case ASUM -> reduced(scope, "ReduceL1", bottom, result, axes);
          case SUMSQ -> reduced(scope, "ReduceSumSquare", bottom, result, axes);
          case MEAN -> reduced(scope, "ReduceMean", bottom, result, axes);
          case NONE -> throw scope.bad("there is no operation 0", "name the operation");
        };
    return List.of(ArithmeticLayers.scaled(scope, reduced, parameters.number("coeff", 1)));
  }

  private static Blob reduced(
      LayerScope scope, String type, Blob bottom, Shape result, long[] axes) {
    return scope.node(
        type,
        result,
        Attributes.integers("axes", axes).and(Attributes.integer("keepdims", 0)),
        bottom.value());
  }

  /**
   * The places of the largest numbers as floats, along an axis or in each item of the batch; with
   * {@code out_max_val} the numbers (along an axis) or both (without one). Among equal numbers the
   * first counts.
   */
  static List<Blob> argMax(LayerScope scope) {
    TextMessage parameters = scope.parameters("argmax_param");
    Blob bottom = scope.bottom();
    boolean values = parameters.flag("out_max_val", false);
    long top = scope.count(parameters, "top_k", 1);
    if (parameters.has("axis")) {
      int axis = scope.axis(parameters.integer("axis", 0), bottom.rank());
      List<Blob> found = largest(scope, bottom, axis, top);
      return List.of(values ? found.getFirst() : asFloat(scope, found.get(1)));
    }
    long items = bottom.dim(0);
    Blob flat =
        ShapeLayers.reshaped(scope, bottom, Shape.of(items, 1, bottom.shape().elements() / items));
    List<Blob> found = largest(scope, flat, 2, top);
    Blob places = asFloat(scope, found.get(1));
    Blob result =
        values
            ? scope.node(
                "Concat",
                Shape.of(items, 2, top),
                Attributes.integer("axis", 1),
                places.value(),
                found.getFirst().value())
            : places;
    List<Long> dims = new ArrayList<>(List.of(items, values ? 2L : 1L, top));
    while (dims.size() < bottom.rank()) {
      dims.add(1L);
    }
    return List.of(dims.size() == 3 ? result : ShapeLayers.reshaped(scope, result, Shape.of(dims)));
  }

  private static List<Blob> largest(LayerScope scope, Blob blob, int axis, long count) {
    if (count > blob.dim(axis)) {
      throw scope.bad(
          "'top_k' is %d, there are %d numbers".formatted(count, blob.dim(axis)),
          "correct 'top_k'");
    }
    Shape shape = blob.shape().with(axis, count);
    return scope.nodes(
        "TopK",
        List.of(shape, shape),
        Attributes.integer("axis", axis),
        blob.value(),
        scope.integers("count", count));
  }

  private static Blob asFloat(LayerScope scope, Blob blob) {
    return scope.node("Cast", blob.shape(), Attributes.integer("to", 1), blob.value());
  }
}
