package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Element by element work on pixels. */
final class Elements {
  private Elements() {}

  /** The values as float32, int8 or uint8; the latter rounded half to even and saturated. */
  static Tensor convert(Tensor pixels, DType dtype) {
    float[] values = pixels.toFloats();
    if (dtype == DType.FLOAT32) {
      return Tensor.of(pixels.shape(), values);
    }
    byte[] bytes = new byte[values.length];
    float low = dtype.minimum();
    float high = dtype.maximum();
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) Math.max(low, Math.min(high, (float) Math.rint(values[i])));
    }
    return bytes(dtype, pixels.shape(), bytes);
  }

  /** A tensor of a one-byte type from its bits. */
  static Tensor bytes(DType dtype, Shape shape, byte[] values) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    MemorySegment.copy(values, 0, tensor.data(), ValueLayout.JAVA_BYTE, 0, values.length);
    return tensor;
  }

  /**
   * The permutation that makes axis i of the result axis {@code order[i]} of a rank 3 tensor, of
   * uint8, int8 or float32.
   */
  static Tensor permute(Tensor source, int... order) {
    Shape shape = source.shape().permute(order);
    long[] strides = source.shape().strides();
    int first = (int) strides[order[0]];
    int second = (int) strides[order[1]];
    int third = (int) strides[order[2]];
    int rows = shape.intDim(0);
    int columns = shape.intDim(1);
    int depth = shape.intDim(2);
    int next = 0;
    if (source.dtype().bytes() == 1) {
      byte[] from = source.toBytes();
      byte[] to = new byte[from.length];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int at = row * first + column * second;
          for (int k = 0; k < depth; k++) {
            to[next++] = from[at + k * third];
          }
        }
      }
      return bytes(source.dtype(), shape, to);
    }
    float[] from = source.toFloats();
    float[] to = new float[from.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = row * first + column * second;
        for (int k = 0; k < depth; k++) {
          to[next++] = from[at + k * third];
        }
      }
    }
    return Tensor.of(shape, to);
  }
}
