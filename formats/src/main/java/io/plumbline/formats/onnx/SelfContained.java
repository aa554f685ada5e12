package io.plumbline.formats.onnx;

import com.google.protobuf.UnsafeByteOperations;
import io.plumbline.formats.wire.TensorProto;
import java.lang.foreign.MemorySegment;

/**
 * Puts the external data of tensors that are carried in their wire form inside. ONNX Runtime would
 * look for it in the working directory.
 */
final class SelfContained {
  private SelfContained() {}

  static WireRewrite of(ModelSource source) {
    return WireRewrite.ofTensors(tensor -> tensor(tensor, source));
  }

  private static TensorProto tensor(TensorProto proto, ModelSource source) {
    if (proto.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return proto;
    }
    MemorySegment data = source.external(proto, TensorCodec.bytes(proto, source));
    if (data.byteSize() > Integer.MAX_VALUE) {
      throw source.bad(
          "model.tensor-too-large",
          "tensor '%s' of %d bytes hangs in a sub-graph or is of a rare type, where tensors end at"
                  .formatted(proto.getName(), data.byteSize())
              + " 2 GiB",
          "split the tensor, or make it an initializer of the main graph");
    }
    return proto.toBuilder()
        .clearDataLocation()
        .clearExternalData()
        .setRawData(UnsafeByteOperations.unsafeWrap(data.asByteBuffer()))
        .build();
  }
}
