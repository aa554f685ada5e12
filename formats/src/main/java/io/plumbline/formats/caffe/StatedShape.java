package io.plumbline.formats.caffe;

import io.plumbline.tensor.Shape;
import java.util.List;

/** Shapes written into a prototxt: extents of at least 1 whose product fits Caffe's counters. */
final class StatedShape {
  private StatedShape() {}

  /** A BlobShape message. */
  static Shape of(TextMessage message) {
    return of(message.integers("dim"), message);
  }

  static Shape of(List<Long> dims, TextMessage where) {
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
  static boolean fits(List<Long> dims) {
    if (dims.size() > CaffeReader.MOST_AXES) {
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
