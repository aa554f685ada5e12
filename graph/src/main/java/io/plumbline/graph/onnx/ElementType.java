package io.plumbline.graph.onnx;

import io.plumbline.tensor.DType;
import java.util.Optional;

/** The numbers by which ONNX names element types, in attributes and files. */
public final class ElementType {
  private ElementType() {}

  /** The dtype of a number; empty for strings, complex, 8-bit floats and sub-byte types. */
  public static Optional<DType> dtype(long number) {
    for (DType dtype : DType.values()) {
      if (number(dtype) == number) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }

  /** The number of a dtype. */
  public static int number(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 1;
      case UINT8 -> 2;
      case INT8 -> 3;
      case UINT16 -> 4;
      case INT16 -> 5;
      case INT32 -> 6;
      case INT64 -> 7;
      case BOOL -> 9;
      case FLOAT16 -> 10;
      case FLOAT64 -> 11;
      case UINT32 -> 12;
      case UINT64 -> 13;
      case BFLOAT16 -> 16;
    };
  }

  /** Bits that one element takes; 0 for strings and numbers that mean no type. */
  public static int bits(int number) {
    return dtype(number)
        .map(dtype -> dtype.bytes() * Byte.SIZE)
        .orElseGet(
            () ->
                switch (number) {
                  case 14 -> 64; // complex of two float32
                  case 15 -> 128; // complex of two float64
                  case 17, 18, 19, 20, 24 -> 8; // 8-bit floats
                  case 21, 22, 23 -> 4; // uint4, int4, 4-bit float
                  case 25, 26 -> 2; // uint2, int2
                  default -> 0;
                });
  }
}
