package io.plumbline.formats.onnx;

import io.plumbline.formats.wire.SparseTensorProto;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** SparseTensorProto to the dense tensor it stands for. */
final class SparseCodec {
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  private SparseCodec() {}

  /**
   * The dense tensor; empty when its element type has no dtype here.
   *
   * @throws BadModelException when an index lies outside, or the dense tensor would exceed 2 GiB
   */
  static Optional<Tensor> dense(SparseTensorProto proto, ModelSource source) {
    String name = proto.getValues().getName();
    Optional<Tensor> values = TensorCodec.read(proto.getValues(), source);
    Optional<Tensor> indices = TensorCodec.read(proto.getIndices(), source);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    long count = values.get().elements();
    if (indices.isEmpty() || indices.get().dtype() != DType.INT64) {
      throw bad(source, name, "has no int64 indices");
    }
    Shape shape = shape(proto, source, name, values.get().dtype());
    long perElement = indices.get().shape().rank() == 2 ? shape.rank() : 1;
    if (indices.get().elements() != count * perElement) {
      throw bad(
          source, name, "has %d values and indices %s".formatted(count, indices.get().shape()));
    }
    Tensor dense = Tensor.allocate(values.get().dtype(), shape);
    int bytes = dense.dtype().bytes();
    for (long i = 0; i < count; i++) {
      long position =
          perElement == 1 && indices.get().shape().rank() == 1
              ? indices.get().getLong(i)
              : position(indices.get(), i, shape, source, name);
      if (position < 0 || position >= shape.elements()) {
        throw bad(source, name, "has the index %d".formatted(position));
      }
      MemorySegment.copy(values.get().data(), i * bytes, dense.data(), position * bytes, bytes);
    }
    return Optional.of(dense);
  }

  private static Shape shape(
      SparseTensorProto proto, ModelSource source, String name, DType dtype) {
    try {
      Shape shape = Shape.of(proto.getDimsList());
      if (Math.multiplyExact(shape.elements(), dtype.bytes()) <= MOST_BYTES) {
        return shape;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw bad(source, name, "has the extents " + proto.getDimsList());
    }
    throw bad(source, name, "would take more than 2 GiB: " + proto.getDimsList());
  }

  private static long position(
      Tensor indices, long element, Shape shape, ModelSource source, String name) {
    long position = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      long index = indices.getLong(element * shape.rank() + axis);
      if (index < 0 || index >= shape.dim(axis)) {
        throw bad(source, name, "has the index %d on axis %d".formatted(index, axis));
      }
      position = position * shape.dim(axis) + index;
    }
    return position;
  }

  private static BadModelException bad(ModelSource source, String name, String what) {
    return source.bad(
        "model.sparse", "sparse tensor '%s' %s".formatted(name, what), "export it again");
  }
}
