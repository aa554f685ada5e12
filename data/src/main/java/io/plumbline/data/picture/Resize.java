package io.plumbline.data.picture;

import io.plumbline.tensor.DType;

/**
 * Resizes to an exact size, in the type the picture has; then converts to {@code dtype}.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record Resize(int height, int width, DType dtype, Interpolation interpolation)
    implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("ResizeTransformer");
    boolean same = picture.shape().dim(0) == height && picture.shape().dim(1) == width;
    Picture resized =
        same
            ? picture
            : picture.with(
                OpenCv.resize(picture.forOpenCv().pixels(), height, width, interpolation));
    return resized.as(dtype);
  }
}
