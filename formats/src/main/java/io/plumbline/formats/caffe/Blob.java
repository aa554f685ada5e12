package io.plumbline.formats.caffe;

import io.plumbline.tensor.Shape;

/** A value of the graph that stands for a Caffe blob, and its shape. */
record Blob(String value, Shape shape) {
  int rank() {
    return shape.rank();
  }

  long dim(int axis) {
    return shape.dim(axis);
  }
}
