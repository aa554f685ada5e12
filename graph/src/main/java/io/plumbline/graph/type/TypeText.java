package io.plumbline.graph.type;

import io.plumbline.graph.TensorType;
import io.plumbline.tensor.DType;
import java.util.Locale;

/** Types in the words of ONNX, for messages. */
final class TypeText {
  private TypeText() {}

  /** {@code float32}, {@code int64}, {@code bool}. */
  static String of(DType dtype) {
    return dtype.name().toLowerCase(Locale.ROOT);
  }

  /** {@code float32 1x3x8x8}. */
  static String of(TensorType type) {
    return "%s %s".formatted(of(type.dtype()), type.rank() == 0 ? "scalar" : type.extents());
  }
}
