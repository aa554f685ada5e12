package io.plumbline.graph;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** A tensor of known element type and rank; extents may be unknown. */
public record TensorType(DType dtype, List<Dim> dims) implements ValueType {
  public TensorType {
    dims = List.copyOf(dims);
  }

  public static TensorType of(DType dtype, Shape shape) {
    return new TensorType(
        dtype, Arrays.stream(shape.toArray()).<Dim>mapToObj(Dim.Fixed::new).toList());
  }

  public int rank() {
    return dims.size();
  }

  /** Whether every extent is known. */
  public boolean isStatic() {
    return dims.stream().allMatch(Dim.Fixed.class::isInstance);
  }

  /**
   * The shape of a static type.
   *
   * @throws IllegalStateException when an extent is unknown
   */
  public Shape shape() {
    return Shape.of(
        dims.stream()
            .map(
                dim -> {
                  if (dim instanceof Dim.Fixed(long extent)) {
                    return extent;
                  }
                  throw new IllegalStateException("extent " + dim + " is not known");
                })
            .toList());
  }
}
