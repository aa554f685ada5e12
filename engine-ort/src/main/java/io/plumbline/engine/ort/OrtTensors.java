package io.plumbline.engine.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.UnsupportedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors to ONNX Runtime's and back. */
final class OrtTensors {
  private OrtTensors() {}

  /** ONNX Runtime's view of the same off-heap memory, valid while the tensor is reachable. */
  static OnnxTensor view(Tensor tensor) throws OrtException {
    ByteBuffer memory = tensor.data().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return OnnxTensor.createTensor(
        OrtLibrary.environment(), memory, tensor.shape().toArray(), type(tensor.dtype()));
  }

  /** The tensor itself, or a copy ONNX Runtime can see. */
  static Tensor offHeap(Tensor tensor) {
    return tensor.data().isNative() && !tensor.data().isReadOnly() ? tensor : tensor.copy();
  }

  /** A copy of what ONNX Runtime computed. */
  static Tensor read(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    Tensor tensor = Tensor.allocate(dtype(info), Shape.of(info.getShape()));
    if (tensor.elements() > 0) {
      tensor.data().asByteBuffer().put(value.getByteBuffer());
    }
    return tensor;
  }

  static OnnxJavaType type(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case UINT16, UINT32, UINT64 ->
          throw new UnsupportedException(
              "engine.dtype",
              "onnxruntime",
              dtype.label() + " tensors cannot be handed to ONNX Runtime from Java",
              "cast the tensor to another type in the model");
    };
  }

  /** Whether ONNX Runtime can be handed tensors of a dtype. */
  static boolean canView(DType dtype) {
    return dtype != DType.UINT16 && dtype != DType.UINT32 && dtype != DType.UINT64;
  }

  /** The dtype of a value; Java's view of it does not tell wide unsigned integers from signed. */
  static DType dtype(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DType.UINT64;
      default -> dtype(info.type);
    };
  }

  private static DType dtype(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> DType.FLOAT32;
      case DOUBLE -> DType.FLOAT64;
      case FLOAT16 -> DType.FLOAT16;
      case BFLOAT16 -> DType.BFLOAT16;
      case INT8 -> DType.INT8;
      case UINT8 -> DType.UINT8;
      case INT16 -> DType.INT16;
      case INT32 -> DType.INT32;
      case INT64 -> DType.INT64;
      case BOOL -> DType.BOOL;
      case STRING, UNKNOWN ->
          throw new UnsupportedException(
              "engine.dtype",
              "onnxruntime",
              "a tensor of type " + type + " cannot be read",
              "fetch another tensor");
    };
  }
}
