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

  /**
   * The bytes that a device hands over where a model takes an intermediate tensor; of nv12 the U
   * and V of each block are those of its first pixel.
   *
   * @param intermediate whole numbers −128…127 of any type
   * @return uint8, as the intermediate tensor lies; nv12 as batch × height·3/2 × width
   */
  public static Tensor packed(PictureInput input, Tensor intermediate) {
    Shape shape = intermediate.shape();
    if (input.device() == PictureType.NV12) {
      return planes(input.layout(), intermediate);
    }
    Tensor result = Tensor.allocate(DType.UINT8, shape);
    for (long i = 0; i < shape.elements(); i++) {
      result.data().set(ValueLayout.JAVA_BYTE, i, pixel(intermediate, i));
    }
    return result;
  }

  private static Tensor planes(PictureLayout layout, Tensor intermediate) {
    Shape shape = intermediate.shape();
    int height = shape.intDim(layout.heightAxis());
    int width = shape.intDim(layout.heightAxis() + 1);
    long plane = (long) height * width;
    boolean interleaved = layout == PictureLayout.NHWC;
    long pixelStep = interleaved ? 3 : 1;
    long channelStep = interleaved ? 1 : plane;
    Tensor result = Tensor.allocate(DType.UINT8, Shape.of(shape.dim(0), height * 3L / 2, width));
    long at = 0;
    for (long start = 0; start < shape.elements(); start += 3 * plane) {
      for (long i = 0; i < plane; i++) {
        result.data().set(ValueLayout.JAVA_BYTE, at++, pixel(intermediate, start + i * pixelStep));
      }
      for (int row = 0; row < height; row += 2) {
        for (int column = 0; column < width; column += 2) {
          long first = start + ((long) row * width + column) * pixelStep;
          for (long channel = 1; channel <= 2; channel++) {
            result
                .data()
                .set(
                    ValueLayout.JAVA_BYTE,
                    at++,
                    pixel(intermediate, first + channel * channelStep));
          }
        }
      }
    }
    return result;
  }

  private static byte pixel(Tensor intermediate, long index) {
    return (byte) ((int) intermediate.getDouble(index) + PictureInput.OFFSET);
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
