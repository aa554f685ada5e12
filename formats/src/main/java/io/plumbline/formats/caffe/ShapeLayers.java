package io.plumbline.formats.caffe;

import io.plumbline.formats.caffe.prototxt.StatedShape;
import io.plumbline.formats.caffe.prototxt.TextMessage;
import io.plumbline.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Layers that move or rename numbers without computing. */
final class ShapeLayers {
  private ShapeLayers() {}

  /** The same numbers in another shape. */
  static Blob reshaped(LayerScope scope, Blob blob, Shape shape) {
    return scope.node(
        "Reshape", shape, Attributes.NONE, blob.value(), scope.integers("shape", shape.toArray()));
  }

  /** The bottom as it is. */
  static List<Blob> identity(LayerScope scope) {
    return List.of(scope.bottom());
  }

  static List<Blob> split(LayerScope scope) {
    return Collections.nCopies(scope.layer().tops().size(), scope.bottom());
  }

  static List<Blob> concat(LayerScope scope) {
    scope.requireBottoms(1, Integer.MAX_VALUE);
    TextMessage parameters = scope.parameters("concat_param");
    Blob first = scope.bottoms().getFirst();
    long written = parameters.integer("axis", parameters.integer("concat_dim", 1));
    int axis = scope.axis(written, first.rank());
    long extent = 0;
    for (Blob bottom : scope.bottoms()) {
      if (bottom.rank() != first.rank()
          || !bottom.shape().with(axis, 1).equals(first.shape().with(axis, 1))) {
        throw scope.bad(
            "its bottoms %s and %s differ besides axis %d"
                .formatted(first.shape(), bottom.shape(), axis),
            "correct the axis or the layers before it");
      }
      extent += bottom.dim(axis);
    }
    return List.of(
        scope.node(
            "Concat",
            first.shape().with(axis, extent),
            Attributes.integer("axis", axis),
            scope.bottoms().stream().map(Blob::value).toArray(String[]::new)));
  }

  static List<Blob> slice(LayerScope scope) {
    TextMessage parameters = scope.parameters("slice_param");
    Blob bottom = scope.bottom();
    long written = parameters.integer("axis", parameters.integer("slice_dim", 1));
    int axis = scope.axis(written, bottom.rank());
    int tops = scope.layer().tops().size();
    List<Long> points = new ArrayList<>(parameters.integers("slice_point"));
    if (points.isEmpty()) {
      for (int i = 1; i < tops && bottom.dim(axis) % tops == 0; i++) {
        points.add(bottom.dim(axis) / tops * i);
      }
    }
    points.add(bottom.dim(axis));
    if (points.size() != tops) {
      throw scope.bad(
          "%d tops of axis %d of %s".formatted(tops, axis, bottom.shape()),
          "give one slice point fewer than tops");
    }
    List<Shape> shapes = new ArrayList<>();
    long start = 0;
    for (long point : points) {
      if (point <= start || point > bottom.dim(axis)) {
        throw scope.bad(
            "slice points %s of an axis of %d".formatted(points, bottom.dim(axis)),
            "give increasing points within the axis");
      }
      shapes.add(bottom.shape().with(axis, point - start));
      start = point;
    }
    if (tops == 1) {
      return List.of(bottom);
    }
    long[] sizes = shapes.stream().mapToLong(shape -> shape.dim(axis)).toArray();
    return scope.nodes(
        "Split",
        shapes,
        Attributes.integer("axis", axis),
        bottom.value(),
        scope.integers("sizes", sizes));
  }

  static List<Blob> flatten(LayerScope scope) {
    TextMessage parameters = scope.parameters("flatten_param");
    Blob bottom = scope.bottom();
    int first = scope.axis(parameters.integer("axis", 1), bottom.rank());
    int last = scope.axis(parameters.integer("end_axis", -1), bottom.rank());
    if (last < first) {
      throw scope.bad("it ends at axis %d before its start".formatted(last), "correct the axes");
    }
    List<Long> dims = AffineLayers.dims(bottom.shape());
    long flat = 1;
    for (int axis = first; axis <= last; axis++) {
      flat *= dims.remove(first);
    }
    dims.add(first, flat);
    Shape shape = scope.shape(dims);
    return List.of(
        first == 1 && last == bottom.rank() - 1
            ? scope.node("Flatten", shape, Attributes.integer("axis", 1), bottom.value())
            : reshaped(scope, bottom, shape));
  }

  /** Extents of 0 are kept, one of −1 is what remains. */
  static List<Blob> reshape(LayerScope scope) {
    TextMessage parameters = scope.parameters("reshape_param");
    Blob bottom = scope.bottom();
    long written = parameters.integer("axis", 0);
    int start =
        (int)
            Math.max(
                -1,
                written < 0
                    ? written + bottom.rank() + 1
                    : Math.min(written, StatedShape.MOST_AXES + 1));
    if (start < 0 || start > bottom.rank()) {
      throw scope.bad("axis %d of %s".formatted(written, bottom.shape()), "correct the axis");
    }
    long covered = parameters.integer("num_axes", -1);
    long end = covered == -1 ? bottom.rank() : start + covered;
    if (covered < -1 || end < 0 || end > bottom.rank()) {
      throw scope.bad("%d axes from axis %d on".formatted(covered, start), "correct the axes");
    }
    List<Long> old = AffineLayers.dims(bottom.shape());
    List<Long> dims = new ArrayList<>(old.subList(0, start));
    List<Long> wanted = parameters.message("shape").integers("dim");
    for (int i = 0; i < wanted.size(); i++) {
      long dim = wanted.get(i);
      if (dim == 0 && start + i >= bottom.rank()) {
        throw scope.bad("extent 0 at axis %d copies nothing".formatted(start + i), "state it");
      }
      dims.add(dim == 0 ? old.get(start + i) : dim);
    }
    dims.addAll(old.subList((int) end, old.size()));
    return List.of(reshaped(scope, bottom, inferred(scope, bottom.shape(), dims)));
  }

  private static Shape inferred(LayerScope scope, Shape bottom, List<Long> dims) {
    int unknown = dims.indexOf(-1L);
    List<Long> known = new ArrayList<>(dims);
    if (unknown >= 0) {
      known.set(unknown, 1L);
      long rest = scope.shape(known).elements();
      known.set(unknown, bottom.elements() / rest);
    }
    Shape shape = scope.shape(known);
    if (shape.elements() != bottom.elements()) {
      throw scope.bad(
          "%s does not fit into the shape %s".formatted(bottom, dims), "correct the shape");
    }
    return shape;
  }

  static List<Blob> permute(LayerScope scope) {
    Blob bottom = scope.bottom();
    SequencedSet<Integer> order = new LinkedHashSet<>();
    for (long axis : scope.parameters("permute_param").integers("order")) {
      if (axis < 0 || axis >= bottom.rank() || !order.add((int) axis)) {
        throw scope.bad("axis %d in its order".formatted(axis), "name every axis once");
      }
    }
    for (int axis = 0; axis < bottom.rank(); axis++) {
      order.add(axis);
    }
    int[] axes = order.stream().mapToInt(axis -> axis).toArray();
    return List.of(
        scope.node(
            "Transpose",
            bottom.shape().permute(axes),
            Attributes.integers("perm", order.stream().mapToLong(axis -> axis).toArray()),
            bottom.value()));
  }

  /** Cuts the first bottom to the extents of the second, from an axis on. */
  static List<Blob> crop(LayerScope scope) {
    scope.requireBottoms(2, 2);
    TextMessage parameters = scope.parameters("crop_param");
    Blob bottom = scope.bottoms().getFirst();
    Blob reference = scope.bottoms().get(1);
    int axis = scope.axis(parameters.integer("axis", 2), bottom.rank());
    List<Long> offsets = parameters.integers("offset");
    int axes = bottom.rank() - axis;
    if (reference.rank() != bottom.rank() || (offsets.size() > 1 && offsets.size() != axes)) {
      throw scope.bad(
          "bottoms %s and %s, %d offsets"
              .formatted(bottom.shape(), reference.shape(), offsets.size()),
          "give bottoms of equal rank, and no offset, one, or one for each cropped axis");
    }
    long[] starts = new long[axes];
    long[] ends = new long[axes];
    long[] cropped = new long[axes];
    Shape shape = bottom.shape();
    for (int i = 0; i < axes; i++) {
      long extent = reference.dim(axis + i);
      starts[i] = offsets.isEmpty() ? 0 : offsets.get(Math.min(i, offsets.size() - 1));
      if (starts[i] < 0 || starts[i] > bottom.dim(axis + i) - extent) {
        throw scope.bad(
            "offset %d and extent %d exceed axis %d of %s"
                .formatted(starts[i], extent, axis + i, bottom.shape()),
            "correct the offset");
      }
      ends[i] = starts[i] + extent;
      cropped[i] = (long) axis + i;
      shape = shape.with(axis + i, extent);
    }
    return List.of(
        scope.node(
            "Slice",
            shape,
            Attributes.NONE,
            bottom.value(),
            scope.integers("starts", starts),
            scope.integers("ends", ends),
            scope.integers("axes", cropped)));
  }

  static List<Blob> tile(LayerScope scope) {
    TextMessage parameters = scope.parameters("tile_param");
    Blob bottom = scope.bottom();
    int axis = scope.axis(parameters.integer("axis", 1), bottom.rank());
    long tiles = scope.count(parameters, "tiles", 0);
    long[] repeats = new long[bottom.rank()];
    java.util.Arrays.fill(repeats, 1);
    repeats[axis] = tiles;
    return List.of(
        scope.node(
            "Tile",
            bottom.shape().with(axis, bottom.dim(axis) * tiles),
            Attributes.NONE,
            bottom.value(),
            scope.integers("repeats", repeats)));
  }

  /** The second bottom's numbers pick items of the first's batch. */
  static List<Blob> batchReindex(LayerScope scope) {
    scope.requireBottoms(2, 2);
    Blob data = scope.bottoms().getFirst();
    Blob index = scope.bottoms().get(1);
    if (index.rank() != 1) {
      throw scope.bad("an index of %s".formatted(index.shape()), "give one axis");
    }
    Blob whole = scope.node("Cast", index.shape(), Attributes.integer("to", 7), index.value());
    return List.of(
        scope.node(
            "Gather",
            data.shape().with(0, index.dim(0)),
            Attributes.integer("axis", 0),
            data.value(),
            whole.value()));
  }

  /** Groups of channels and their members change places. */
  static List<Blob> shuffleChannel(LayerScope scope) {
    Blob bottom = scope.bottom();
    long groups = scope.count(scope.parameters("shuffle_channel_param"), "group", 1);
    if (bottom.rank() != 4 || bottom.dim(1) % groups != 0) {
      throw scope.bad(
          "%d groups of %s".formatted(groups, bottom.shape()), "give a divisor of the channels");
    }
    Shape grouped =
        Shape.of(bottom.dim(0), groups, bottom.dim(1) / groups, bottom.dim(2), bottom.dim(3));
    Blob apart = reshaped(scope, bottom, grouped);
    Blob swapped =
        scope.node(
            "Transpose",
            grouped.permute(0, 2, 1, 3, 4),
            Attributes.integers("perm", 0, 2, 1, 3, 4),
            apart.value());
    return List.of(reshaped(scope, swapped, bottom.shape()));
  }
}
