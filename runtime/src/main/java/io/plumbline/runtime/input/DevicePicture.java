package io.plumbline.runtime.input;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Packed pictures as a device holds them: NV12 is {@code height·width} bytes of Y, then {@code
 * height/2} rows of {@code width/2} pairs U, V; the other types are one byte a channel in the
 * layout of the input; grey is one plane.
 */
public final class DevicePicture {
  private DevicePicture() {}

  /** Bytes of one packed picture. */
  public static long bytes(PictureType type, long height, long width) {
    return type == PictureType.NV12 ? height * width * 3 / 2 : height * width * type.channels();
  }

  /**
   * The intermediate tensor of one packed picture: int8, pixel − 128, batch 1.
   *
   * @param shape of the intermediate tensor
   * @throws BadDataException when the number of bytes is not that of a picture of this type and
   *     size
   */
  public static Tensor intermediate(
      PictureInput input, MemorySegment packed, Shape shape, String where) {
    int height = shape.intDim(input.layout().heightAxis());
    int width = shape.intDim(input.layout().heightAxis() + 1);
    long expected = bytes(input.device(), height, width) * shape.dim(0);
    if (packed.byteSize() != expected) {
      throw new BadDataException(
          "input.picture-size",
          where,
          "expected %d bytes of %s for %dx%d pixels (batch %d), found %d"
              .formatted(
                  expected, input.device().label(), width, height, shape.dim(0), packed.byteSize()),
          "give packed pictures of the model's size, height %d and width %d"
              .formatted(height, width));
    }
    Tensor result = Tensor.allocate(DType.INT8, shape);
    long each = bytes(input.device(), height, width);
    for (int n = 0; n < shape.intDim(0); n++) {
      MemorySegment picture = packed.asSlice(n * each, each);
      long start = (long) n * height * width * input.device().channels();
      if (input.device() == PictureType.NV12) {
        replicate(Nv12.packed(picture, height, width), input.layout(), result, start);
      } else {
        centre(picture, result, start);
      }
    }
    return result;
  }

  /** Y as it is, U and V of a 2×2 block for each of its four pixels. */
  static void replicate(Nv12 picture, PictureLayout layout, Tensor result, long start) {
    boolean interleaved = layout == PictureLayout.NHWC;
    long plane = (long) picture.height() * picture.width();
    long pixelStep = interleaved ? 3 : 1;
    long channelStep = interleaved ? 1 : plane;
    for (int row = 0; row < picture.height(); row++) {
      for (int column = 0; column < picture.width(); column++) {
        long at = start + ((long) row * picture.width() + column) * pixelStep;
        put(result, at, picture.luma(row, column));
        put(result, at + channelStep, picture.u(row / 2, column / 2));
        put(result, at + 2 * channelStep, picture.v(row / 2, column / 2));
      }
    }
  }

  private static void put(Tensor result, long index, int pixel) {
    result.data().set(ValueLayout.JAVA_BYTE, index, (byte) (pixel - PictureInput.OFFSET));
  }

  private static void centre(MemorySegment pixels, Tensor result, long start) {
    for (long i = 0; i < pixels.byteSize(); i++) {
      put(result, start + i, pixels.get(ValueLayout.JAVA_BYTE, i));
    }
  }
}
