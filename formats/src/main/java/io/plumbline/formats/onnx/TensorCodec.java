package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** TensorProto to tensor and back, in every encoding of the elements. */
final class TensorCodec {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private TensorCodec() {}

  /**
   * The tensor, or empty when its element type has no dtype here.
   *
   * @throws BadModelException when its data contradicts its dims
   */
  static Optional<Tensor> read(TensorProto proto, ModelSource source) {
    Optional<DType> dtype = ElementType.dtype(proto.getDataType());
    if (dtype.isEmpty() || proto.hasSegment()) {
      return Optional.empty();
    }
    Shape shape = shape(proto, source);
    long bytes = bytes(proto, source);
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return Optional.of(Tensor.wrap(dtype.get(), shape, source.external(proto, bytes)));
    }
    if (proto.hasRawData()) {
      requireSize(proto, shape, bytes, proto.getRawData().size(), source);
      Tensor tensor = Tensor.allocate(dtype.get(), shape);
      tensor.data().asByteBuffer().put(proto.getRawData().asReadOnlyByteBuffer());
      return Optional.of(tensor);
    }
    requireSize(proto, shape, shape.elements(), typedCount(proto, dtype.get()), source);
    Tensor tensor = Tensor.allocate(dtype.get(), shape);
    fill(proto, tensor);
    return Optional.of(tensor);
  }

  private static Shape shape(TensorProto proto, ModelSource source) {
    try {
      return Shape.of(proto.getDimsList());
    } catch (IllegalArgumentException e) {
      throw source.bad(
          "model.tensor-size",
          "tensor '%s' has the extents %s".formatted(proto.getName(), proto.getDimsList()),
          "the file is damaged; export it again",
          e);
    }
  }

  private static void requireSize(
      TensorProto proto, Shape shape, long expected, long found, ModelSource source) {
    if (expected != found) {
      throw source.bad(
          "model.tensor-size",
          "tensor '%s' of shape %s needs %d units of data, found %d"
              .formatted(proto.getName(), shape, expected, found),
          "the file is damaged; export it again");
    }
  }

  /**
   * How many bytes the elements of a tensor take in a file; sub-byte types are packed.
   *
   * @throws BadModelException when that overflows, or elements of the type have no size of their
   *     own
   */
  static long bytes(TensorProto proto, ModelSource source) {
    Shape shape = shape(proto, source);
    int bits = ElementType.bits(proto.getDataType());
    if (bits == 0) {
      throw source.bad(
          "model.external-type",
          "tensor '%s' of element type %d has external data, which such elements cannot have"
              .formatted(proto.getName(), proto.getDataType()),
          "store this tensor inside the model");
    }
    try {
      return Math.ceilDiv(Math.multiplyExact(shape.elements(), bits), Byte.SIZE);
    } catch (ArithmeticException e) {
      throw source.bad(
          "model.tensor-size",
          "tensor '%s' of %s elements is impossibly large".formatted(proto.getName(), shape),
          "the file is damaged; export it again",
          e);
    }
  }

  private static long typedCount(TensorProto proto, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> proto.getFloatDataCount();
      case FLOAT64 -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT32, UINT64 -> proto.getUint64DataCount();
      case FLOAT16, BFLOAT16, INT8, UINT8, INT16, UINT16, INT32, BOOL -> proto.getInt32DataCount();
    };
  }

  private static void fill(TensorProto proto, Tensor tensor) {
    MemorySegment data = tensor.data();
    int count = Math.toIntExact(tensor.elements());
    for (int i = 0; i < count; i++) {
      switch (tensor.dtype()) {
        case FLOAT32 -> data.setAtIndex(FLOAT, i, proto.getFloatData(i));
        case FLOAT64 -> data.setAtIndex(DOUBLE, i, proto.getDoubleData(i));
        case INT64 -> data.setAtIndex(LONG, i, proto.getInt64Data(i));
        case UINT64 -> data.setAtIndex(LONG, i, proto.getUint64Data(i));
        case UINT32 -> data.setAtIndex(INT, i, (int) proto.getUint64Data(i));
        case INT32 -> data.setAtIndex(INT, i, proto.getInt32Data(i));
        case FLOAT16, BFLOAT16, INT16, UINT16 ->
            data.setAtIndex(SHORT, i, (short) proto.getInt32Data(i));
        case INT8, UINT8, BOOL -> data.set(ValueLayout.JAVA_BYTE, i, (byte) proto.getInt32Data(i));
      }
    }
  }

  /** The tensor with its elements as raw data. */
  static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto = header(name, tensor);
    ByteString raw =
        UnsafeByteOperations.unsafeWrap(tensor.data().asByteBuffer().asReadOnlyBuffer());
    return proto.setRawData(raw).build();
  }

  /** The tensor with its elements in a range of another file. */
  static TensorProto writeExternal(String name, Tensor tensor, String location, long offset) {
    return header(name, tensor)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(tensor.data().byteSize())))
        .build();
  }

  private static TensorProto.Builder header(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setDataType(ElementType.number(tensor.dtype()));
    if (!name.isEmpty()) {
      proto.setName(name);
    }
    for (long dim : tensor.shape().toArray()) {
      proto.addDims(dim);
    }
    return proto;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
