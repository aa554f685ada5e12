package io.plumbline.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The extents of a tensor, outermost first; a scalar has rank 0. Extents are zero or positive. */
public final class Shape {
  private final long[] dims;

  private Shape(long[] dims) {
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative extent in " + Arrays.toString(dims));
      }
    }
    this.dims = dims;
  }

  public static Shape of(long... dims) {
    return new Shape(dims.clone());
  }

  public static Shape of(List<Long> dims) {
    return new Shape(dims.stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * Parses the command-line form {@code 1x3x224x224}.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Shape parse(String text) {
    try {
      return new Shape(
          Arrays.stream(text.strip().split("x", -1)).mapToLong(Long::parseLong).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a shape such as 1x3x224x224, found '" + text + "'", e);
    }
  }

  public int rank() {
    return dims.length;
  }

  /** The extent of one axis; negative axes count from the end. */
  public long dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** The extent of one axis as an int; negative axes count from the end. */
  public int intDim(int axis) {
    return Math.toIntExact(dim(axis));
  }

  /**
   * The number of elements; 1 for a scalar.
   *
   * @throws ArithmeticException when it exceeds a long
   */
  public long elements() {
    long product = 1;
    for (long dim : dims) {
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  /** Elements to step over to move by one along each axis of a dense row-major tensor. */
  public long[] strides() {
    long[] strides = new long[dims.length];
    long step = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= dims[axis];
    }
    return strides;
  }

  /** A fresh copy of the extents. */
  public long[] toArray() {
    return dims.clone();
  }

  /** The same shape with one axis changed. */
  public Shape with(int axis, long extent) {
    long[] copy = dims.clone();
    copy[axis < 0 ? axis + dims.length : axis] = extent;
    return new Shape(copy);
  }

  /** The shape whose axis i is this shape's axis {@code order[i]}. */
  public Shape permute(int... order) {
    return new Shape(Arrays.stream(order).mapToLong(axis -> dims[axis]).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** {@code 1x3x224x224}; a scalar prints as {@code scalar}. */
  @Override
  public String toString() {
    return dims.length == 0
        ? "scalar"
        : Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }
}
