package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;

/**
 * Scales a picture about its centre so that {@code scale} times its longer side fills the width of
 * the result, with zeros where there is no picture (CenterNet); OpenCV's linear interpolation.
 */
public record WarpAffine(int height, int width, float scale) implements Transformer {
  /** What 16-bit coordinates reach in OpenCV's warpAffine, of its source and of its result. */
  static final int LONGEST_SIDE = Short.MAX_VALUE - 1;

  /** What a longer side becomes at most: all that is seen of the picture is one pixel of it. */
  static final int MOST_WIDTH = 1 << 24;

  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("WarpAffineTransformer");
    int oldHeight = picture.shape().intDim(0);
    int oldWidth = picture.shape().intDim(1);
    if (Math.max(oldHeight, oldWidth) > LONGEST_SIDE) {
      throw new BadDataException(
          "picture.too-large",
          picture.name(),
          "WarpAffineTransformer reads at most %d pixels a side, found %s"
              .formatted(LONGEST_SIDE, picture.pixels()),
          "resize before it, or remove the picture");
    }
    double factor = width / ((double) scale * Math.max(oldHeight, oldWidth));
    double shiftX = width / 2.0 - factor * oldWidth / 2.0;
    double shiftY = height / 2.0 - factor * oldHeight / 2.0;
    return picture.with(
        OpenCv.scaleAndShift(picture.forOpenCv().pixels(), height, width, factor, shiftX, shiftY));
  }
}
