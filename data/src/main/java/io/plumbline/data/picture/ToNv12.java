package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.Swing;

/**
 * Colour pixels to NV12: uint8 of height·3/2 × width × 1, the Y plane and then rows of pairs U, V.
 *
 * @param openCv whether OpenCV converts, which means studio swing and the chroma of the upper left
 *     pixel of each block; otherwise full swing and the mean chroma of the block
 */
public record ToNv12(boolean redFirst, boolean openCv, ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    int axis = picture.channelAxis(order, 3, "a change to NV12");
    Picture last = (axis == 0 ? MoveAxes.CHANNELS_LAST.apply(picture) : picture).as(DType.UINT8);
    int height = last.shape().intDim(0);
    int width = last.shape().intDim(1);
    if (height % 2 != 0 || width % 2 != 0) {
      throw new BadDataException(
          "picture.odd",
          picture.name(),
          "NV12 needs even height and width, found %dx%d".formatted(height, width),
          "resize or crop to an even size first");
    }
    byte[] planes = openCv ? interleaved(last, height, width) : calculated(last, height, width);
    return picture.with(Elements.bytes(DType.UINT8, Shape.of(height * 3L / 2, width, 1), planes));
  }

  private byte[] calculated(Picture picture, int height, int width) {
    Picture yuv = new ToYuv(redFirst, Swing.FULL, 0, ChannelOrder.HWC).apply(picture);
    byte[] pixels = yuv.pixels().toBytes();
    byte[] planes = new byte[height * width * 3 / 2];
    for (int i = 0; i < height * width; i++) {
      planes[i] = pixels[3 * i];
    }
    int next = height * width;
    for (int row = 0; row < height; row += 2) {
      for (int column = 0; column < width; column += 2) {
        for (int channel = 1; channel < 3; channel++) {
          int sum = 0;
          for (int i = 0; i < 4; i++) {
            int pixel = (row + i / 2) * width + column + i % 2;
            sum += pixels[3 * pixel + channel] & 0xff;
          }
          planes[next++] = (byte) Math.rint(sum / 4.0);
        }
      }
    }
    return planes;
  }

  /** OpenCV makes the chroma planes one after the other. */
  private byte[] interleaved(Picture picture, int height, int width) {
    byte[] planar = OpenCv.i420(picture.pixels(), redFirst).toBytes();
    byte[] planes = planar.clone();
    int luma = height * width;
    int chroma = luma / 4;
    for (int i = 0; i < chroma; i++) {
      planes[luma + 2 * i] = planar[luma + i];
      planes[luma + 2 * i + 1] = planar[luma + chroma + i];
    }
    return planes;
  }
}
