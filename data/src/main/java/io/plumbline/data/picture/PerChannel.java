package io.plumbline.data.picture;

import java.util.Arrays;
import java.util.List;

/** Spreads one number for each channel over the elements of a picture. */
final class PerChannel {
  private PerChannel() {}

  /**
   * The number that belongs to each element.
   *
   * @param values one for each channel, or one for all
   * @throws io.plumbline.tensor.BadDataException when the picture has another number of channels
   */
  static float[] spread(Picture picture, ChannelOrder order, List<Float> values, String name) {
    float[] spread = new float[Math.toIntExact(picture.shape().elements())];
    if (values.size() == 1) {
      Arrays.fill(spread, values.getFirst());
      return spread;
    }
    int axis = picture.channelAxis(order, values.size(), name);
    int inner = (int) picture.shape().strides()[axis];
    for (int start = 0, channel = 0; start < spread.length; start += inner) {
      Arrays.fill(spread, start, start + inner, values.get(channel));
      channel = channel + 1 == values.size() ? 0 : channel + 1;
    }
    return spread;
  }
}
