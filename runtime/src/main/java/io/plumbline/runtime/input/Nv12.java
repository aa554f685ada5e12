package io.plumbline.runtime.input;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A picture in two planes of bytes: Y, and pairs U, V for each block of 2×2 pixels.
 *
 * @param height in pixels, even
 * @param width in pixels, even
 * @param luma the Y plane
 * @param lumaStride bytes from a row of Y to the next
 * @param chroma the UV plane
 * @param chromaStride bytes from a row of UV to the next
 */
public record Nv12(
    int height,
    int width,
    MemorySegment luma,
    long lumaStride,
    MemorySegment chroma,
    long chromaStride) {
  public Nv12 {
    if (height % 2 != 0 || width % 2 != 0) {
      throw new IllegalArgumentException("nv12 of %dx%d".formatted(width, height));
    }
  }

  /** Both planes in one run of bytes, without padding. */
  public static Nv12 packed(MemorySegment bytes, int height, int width) {
    long size = (long) height * width;
    return new Nv12(
        height, width, bytes.asSlice(0, size), width, bytes.asSlice(size, size / 2), width);
  }

  /** 0…255. */
  public int luma(int row, int column) {
    return luma.get(ValueLayout.JAVA_BYTE, row * lumaStride + column) & 0xff;
  }

  /** 0…255, of a block of 2×2 pixels. */
  public int u(int blockRow, int blockColumn) {
    return chroma.get(ValueLayout.JAVA_BYTE, blockRow * chromaStride + 2L * blockColumn) & 0xff;
  }

  /** 0…255, of a block of 2×2 pixels. */
  public int v(int blockRow, int blockColumn) {
    return chroma.get(ValueLayout.JAVA_BYTE, blockRow * chromaStride + 2L * blockColumn + 1) & 0xff;
  }

  /** The intermediate tensor of this picture, without resizing: batch 1. */
  public Tensor intermediate(PictureInput input) {
    Shape shape =
        input.layout() == PictureLayout.NHWC
            ? Shape.of(1, height, width, 3)
            : Shape.of(1, 3, height, width);
    Tensor result = Tensor.allocate(DType.INT8, shape);
    DevicePicture.replicate(this, input.layout(), result, 0);
    return result;
  }
}
