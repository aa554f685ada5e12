package io.plumbline.data.picture;

import io.plumbline.tensor.DType;

/**
 * Resizes so that the shorter side has a length and the aspect ratio stays; the longer side is
 * rounded down.
 *
 * @param size of the shorter side in pixels
 */
public record ShortSideResize(int size, DType dtype, Interpolation interpolation)
    implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("ShortSideResizeTransformer");
    long height = picture.shape().dim(0);
    long width = picture.shape().dim(1);
    long shorter = Math.min(height, width);
    long newHeight = height * size / shorter;
    long newWidth = width * size / shorter;
    picture.requireMakes(newHeight, newWidth, "ShortSideResizeTransformer");
    return new Resize((int) newHeight, (int) newWidth, dtype, interpolation).apply(picture);
  }
}
