package io.plumbline.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.TensorShapeProto;
import io.plumbline.formats.wire.TypeProto;
import io.plumbline.graph.Dim;
import io.plumbline.graph.OpaqueType;
import io.plumbline.graph.TensorType;
import io.plumbline.graph.UnrankedType;
import io.plumbline.graph.ValueType;
import io.plumbline.graph.onnx.ElementType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.InternalException;
import java.util.List;
import java.util.Optional;

/** TypeProto to value type and back. */
final class TypeCodec {
  private TypeCodec() {}

  /** The type, or empty when nothing is said. */
  static Optional<ValueType> read(TypeProto proto) {
    if (!proto.hasTensorType()) {
      return proto.getValueCase() == TypeProto.ValueCase.VALUE_NOT_SET
          ? Optional.empty()
          : Optional.of(new OpaqueType(Wire.list(proto.toByteString())));
    }
    Optional<DType> dtype = ElementType.dtype(proto.getTensorType().getElemType());
    if (dtype.isEmpty()) {
      return Optional.of(new OpaqueType(Wire.list(proto.toByteString())));
    }
    if (!proto.getTensorType().hasShape()) {
      return Optional.of(new UnrankedType(dtype.get()));
    }
    List<Dim> dims =
        proto.getTensorType().getShape().getDimList().stream().map(TypeCodec::dim).toList();
    return Optional.of(new TensorType(dtype.get(), dims));
  }

  private static Dim dim(TensorShapeProto.Dimension proto) {
    return switch (proto.getValueCase()) {
      case DIM_VALUE ->
          proto.getDimValue() < 0 ? new Dim.Unknown() : new Dim.Fixed(proto.getDimValue());
      case DIM_PARAM ->
          proto.getDimParam().isEmpty() ? new Dim.Unknown() : new Dim.Symbol(proto.getDimParam());
      case VALUE_NOT_SET -> new Dim.Unknown();
    };
  }

  static TypeProto write(ValueType type) {
    return switch (type) {
      case UnrankedType(DType dtype) ->
          TypeProto.newBuilder()
              .setTensorType(TypeProto.Tensor.newBuilder().setElemType(ElementType.number(dtype)))
              .build();
      case TensorType(DType dtype, List<Dim> dims) -> {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        dims.forEach(dim -> shape.addDim(write(dim)));
        yield TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder()
                    .setElemType(ElementType.number(dtype))
                    .setShape(shape))
            .build();
      }
      case OpaqueType(List<Byte> wire) -> parse(Wire.bytes(wire));
    };
  }

  private static TypeProto parse(ByteString bytes) {
    try {
      return TypeProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new InternalException(
          "internal.wire", "OpaqueType", "its wire form is damaged", "report this as a defect", e);
    }
  }

  private static TensorShapeProto.Dimension write(Dim dim) {
    TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
    return switch (dim) {
      case Dim.Fixed(long extent) -> proto.setDimValue(extent).build();
      case Dim.Symbol(String name) -> proto.setDimParam(name).build();
      case Dim.Unknown unknown -> proto.build();
    };
  }
}
