package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;

/** NV12 planes to Y, U, V for every pixel: the chroma of a block for each of its four pixels. */
public record Nv12ToYuv444(int height, int width, ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    Shape expected = Shape.of(height * 3L / 2, width, 1);
    if (!picture.shape().equals(expected) || height % 2 != 0 || width % 2 != 0) {
      throw new BadDataException(
          "picture.nv12",
          picture.name(),
          "expected the planes of a picture of %dx%d, %s, found %s"
              .formatted(height, width, expected, picture.pixels()),
          "put BGR2NV12Transformer or RGB2NV12Transformer before it, and give the same size");
    }
    byte[] planes = picture.as(DType.UINT8).pixels().toBytes();
    byte[] pixels = new byte[height * width * 3];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int at = (row * width + column) * 3;
        int block = height * width + row / 2 * width + column / 2 * 2;
        pixels[at] = planes[row * width + column];
        pixels[at + 1] = planes[block];
        pixels[at + 2] = planes[block + 1];
      }
    }
    Picture result = picture.with(Elements.bytes(DType.UINT8, Shape.of(height, width, 3), pixels));
    return order == ChannelOrder.CHW ? MoveAxes.CHANNELS_FIRST.apply(result) : result;
  }
}
