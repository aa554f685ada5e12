package io.plumbline.data.sample;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a model input accepts.
 *
 * @param dims extents, outermost first; −1 where any extent will do
 */
public record InputSpec(String name, DType dtype, List<Long> dims) {
  public InputSpec {
    dims = List.copyOf(dims);
  }

  /**
   * The tensor as the model wants it: with a batch axis of 1 in front where only that is missing,
   * and in float32 where that is asked for and floats of another width are given.
   *
   * @throws BadDataException when type or shape differ, or a float element is NaN; an infinite one
   *     may mean something, as in a mask, which calibration decides
   */
  public Tensor fit(Tensor tensor, String where) {
    Shape shape = tensor.shape();
    boolean lacksBatch =
        shape.rank() + 1 == dims.size() && (dims.getFirst() == 1 || dims.getFirst() < 0);
    Tensor batched = lacksBatch ? tensor.reshape(withBatch(shape)) : tensor;
    if (isOneOfBatch(shape)) {
      throw new BadDataException(
          "data.mismatch",
          where,
          "input '%s' takes %s at a time, %s, and this is one: %s"
              .formatted(name, Count.of(dims.getFirst(), "sample"), this, tensor),
          "give a file that holds %1$s of them along the first axis; of pictures %1$s files, separated by ','"
              .formatted(dims.getFirst()));
    }
    if (typed(batched.dtype()) != dtype || !accepts(batched.shape())) {
      throw new BadDataException(
          "data.mismatch",
          where,
          "expected %s for input '%s', found %s".formatted(this, name, tensor),
          lacksBatch || shape.rank() == dims.size()
              ? "check type, size and channel order of the prepared data"
              : "the data have the axes %s and the input %s: reshape or transpose them, or prepare them anew"
                  .formatted(shape, axes()));
    }
    requireNumbers(batched, where);
    return batched.dtype() == dtype ? batched : Tensor.of(batched.shape(), batched.toFloats());
  }

  /** Whether a shape is that of one sample, of an input that takes several. */
  private boolean isOneOfBatch(Shape shape) {
    if (dims.size() < 2 || dims.getFirst() < 2) {
      return false;
    }
    List<Long> one = new ArrayList<>(dims);
    one.set(0, 1L);
    InputSpec single = new InputSpec(name, dtype, one);
    return single.accepts(shape.rank() + 1 == dims.size() ? withBatch(shape) : shape);
  }

  /** What a tensor counts as: floats of any width hold what float32 rounds. */
  private DType typed(DType given) {
    return dtype == DType.FLOAT32 && given.isFloat() ? dtype : given;
  }

  private static Shape withBatch(Shape shape) {
    List<Long> dims = new ArrayList<>(List.of(1L));
    for (long dim : shape.toArray()) {
      dims.add(dim);
    }
    return Shape.of(dims);
  }

  private boolean accepts(Shape shape) {
    if (shape.rank() != dims.size()) {
      return false;
    }
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis) >= 0 && dims.get(axis) != shape.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Masks hold minus infinity, and nothing holds plus infinity that means something. */
  private void requireNumbers(Tensor tensor, String where) {
    if (!tensor.dtype().isFloat()) {
      return;
    }
    float[] values = tensor.toFloats();
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i]) || values[i] == Float.POSITIVE_INFINITY) {
        throw new BadDataException(
            "data.not-finite",
            where,
            "element %d is %s; expected numbers for input '%s'"
                .formatted(i, Float.isNaN(values[i]) ? "NaN" : "infinite", name),
            "repair the preprocessing that made this file, or remove it");
      }
    }
  }

  /** Such as {@code f32[?x3x224x224]}. */
  @Override
  public String toString() {
    return "%s[%s]".formatted(dtype.label(), axes());
  }

  private String axes() {
    return dims.stream()
        .map(dim -> dim < 0 ? "?" : Long.toString(dim))
        .collect(Collectors.joining("x"));
  }
}
