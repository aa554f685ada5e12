package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.Bt601;
import io.plumbline.tensor.colour.ColourMap;
import io.plumbline.tensor.colour.Swing;

/**
 * Colour pixels 0…255 to BT.601 Y, U, V, rounded to whole numbers 0…255.
 *
 * @param offset subtracted from the result: 0, or 128 for the intermediate type, which is float32
 */
public record ToYuv(boolean redFirst, Swing swing, int offset, ChannelOrder order)
    implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    int axis = picture.channelAxis(order, 3, "a change to YUV");
    Picture last = axis == 0 ? MoveAxes.CHANNELS_LAST.apply(picture) : picture;
    ColourMap map =
        redFirst ? Bt601.rgbToYuv(swing) : ColourMap.reversed().then(Bt601.rgbToYuv(swing));
    float[] pixels = last.pixels().toFloats();
    for (int i = 0; i < pixels.length; i += 3) {
      double first = pixels[i];
      double second = pixels[i + 1];
      double third = pixels[i + 2];
      for (int channel = 0; channel < 3; channel++) {
        double value = Math.rint(map.apply(channel, first, second, third));
        pixels[i + channel] = (float) Math.clamp(value, 0, 255) - offset;
      }
    }
    DType dtype =
        offset == 0 && picture.pixels().dtype() == DType.UINT8 ? DType.UINT8 : DType.FLOAT32;
    Picture yuv = last.with(Tensor.of(last.shape(), pixels)).as(dtype);
    return axis == 0 ? MoveAxes.CHANNELS_FIRST.apply(yuv) : yuv;
  }
}
