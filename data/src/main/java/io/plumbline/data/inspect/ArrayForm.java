package io.plumbline.data.inspect;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Why an array does not fit its input, and what would make it fit. */
final class ArrayForm {
  private static final int[][] ORDERS = {{0, 3, 1, 2}, {0, 2, 3, 1}};

  private ArrayForm() {}

  /**
   * Empty when it fits, with or without a batch axis of 1. Floats of any width do for float32,
   * which a model of half or double precision is compiled in.
   */
  static Optional<String> explain(ExpectedInput expected, DType dtype, Shape shape) {
    Shape wanted = expected.shape();
    Shape batched = shape.rank() + 1 == wanted.rank() ? withBatch(shape) : shape;
    String form = "%s[%s]".formatted(dtype.label(), shape);
    String input =
        "input '%s' takes %s[%s]".formatted(expected.name(), expected.dtype().label(), wanted);
    if (!batched.equals(wanted)) {
      return Optional.of(
          "the array is %s, %s; %s".formatted(form, input, shapeRemedy(batched, wanted)));
    }
    if (dtype != expected.dtype() && !(dtype.isFloat() && expected.dtype() == DType.FLOAT32)) {
      return Optional.of(
          "the array is %s, %s; save it with astype(numpy.%s)"
              .formatted(form, input, expected.dtype().name().toLowerCase(Locale.ROOT)));
    }
    return Optional.empty();
  }

  private static String shapeRemedy(Shape found, Shape wanted) {
    if (found.rank() == 4 && wanted.rank() == 4) {
      for (int[] order : ORDERS) {
        if (found.permute(order).equals(wanted)) {
          return "it has its channels %s: save it with transpose(%d, %d, %d, %d)"
              .formatted(
                  order[1] == 3 ? "last (NHWC)" : "first (NCHW)",
                  order[0],
                  order[1],
                  order[2],
                  order[3]);
        }
      }
    }
    return found.elements() == wanted.elements()
        ? "it has as many elements, so reshape or transpose it where it is made"
        : "prepare the data in the input's size";
  }

  private static Shape withBatch(Shape shape) {
    long[] dims =
        IntStream.rangeClosed(0, shape.rank())
            .mapToLong(axis -> axis == 0 ? 1 : shape.dim(axis - 1))
            .toArray();
    return Shape.of(dims);
  }
}
