package io.plumbline.formats.caffe.prototxt;

import io.plumbline.tensor.Shape;
import java.util.List;

/** Shapes written into a prototxt: extents of at least 1 whose product fits Caffe's counters. */
public final class StatedShape {
  /** How many axes a blob may have. */
  public static final int MOST_AXES = 32;

  private StatedShape() {}

  /** A BlobShape message. */
  public static Shape of(TextMessage message) {
    return of(message.integers("dim"), message);
  }

  public static Shape of(List<Long> dims, TextMessage where) {
    if (dims.isEmpty() || !fits(dims)) {
      throw where
          .source()
          .bad(
              "caffe.shape",
              where.line(),
              "the shape %s is empty or beyond 2^31-1 elements".formatted(dims),
              "state extents of at least 1");
    }
    return Shape.of(dims);
  }

  /** Whether every extent is at least 1, and their product below 2³¹. */
  public static boolean fits(List<Long> dims) {
    if (dims.size() > MOST_AXES) {
      return false;
    }
    long elements = 1;
    for (long dim : dims) {
      if (dim < 1 || dim > Integer.MAX_VALUE / elements) {
        return false;
      }
      elements *= dim;
    }
    return true;
  }
}
