package io.plumbline.data.picture;

/**
 * Three channels to one: 0.299 R + 0.587 G + 0.114 B, as OpenCV rounds it.
 *
 * @param redFirst whether the channels are red, green, blue
 */
public record Grey(boolean redFirst, ChannelOrder order) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    int axis =
        picture.channelAxis(order, 3, redFirst ? "RGB2GRAYTransformer" : "BGR2GRAYTransformer");
    Picture last = axis == 0 ? MoveAxes.CHANNELS_LAST.apply(picture) : picture;
    Picture grey = picture.with(OpenCv.grey(last.forOpenCv().pixels(), redFirst));
    return axis == 0 ? MoveAxes.CHANNELS_FIRST.apply(grey) : grey;
  }
}
