package io.plumbline.graph;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

  /** The extents for a reader: {@code 1x3x224x224}, {@code 2x?x128}, {@code batch x sequence}. */
  public String extents() {
    boolean named = dims.stream().anyMatch(Dim.Symbol.class::isInstance);
    return dims.stream()
        .map(
            dim ->
                switch (dim) {
                  case Dim.Fixed(long extent) -> Long.toString(extent);
                  case Dim.Symbol(String name) -> name;
                  case Dim.Unknown unknown -> "?";
                })
        .collect(Collectors.joining(named ? " x " : "x"));
  }
}
