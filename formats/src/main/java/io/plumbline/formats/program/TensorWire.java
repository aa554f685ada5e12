package io.plumbline.formats.program;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/** Tensors with their elements as raw data, the only encoding a container uses. */
final class TensorWire {
  private TensorWire() {}

  static TensorProto write(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementType.number(tensor.dtype()))
            .setRawData(
                UnsafeByteOperations.unsafeWrap(tensor.data().asByteBuffer().asReadOnlyBuffer()));
    for (long dim : tensor.shape().toArray()) {
      proto.addDims(dim);
    }
    return proto.build();
  }

  static Tensor read(TensorProto proto) {
    DType dtype = dtype(proto.getDataType(), proto.getName());
    ByteString raw = proto.getRawData();
    Shape shape = Shape.of(proto.getDimsList());
    if (Math.multiplyExact(shape.elements(), dtype.bytes()) != raw.size()) {
      throw new MalformedProgram(
          "tensor '%s' is %s of shape %s with %d bytes"
              .formatted(proto.getName(), dtype.label(), shape, raw.size()));
    }
    Tensor tensor = Tensor.allocate(dtype, shape);
    tensor.data().asByteBuffer().put(raw.asReadOnlyByteBuffer());
    return tensor;
  }

  static DType dtype(int number, String where) {
    return ElementType.dtype(number)
        .orElseThrow(
            () -> new MalformedProgram("'%s' has the element type %d".formatted(where, number)));
  }
}
