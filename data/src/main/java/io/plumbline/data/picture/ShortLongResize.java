package io.plumbline.data.picture;

/**
 * Resizes by OpenCV's linear interpolation so that the short side has {@code shortSize} pixels,
 * unless the long side would then exceed {@code longSize}, which then decides (Faster R-CNN).
 */
public record ShortLongResize(int shortSize, int longSize) implements Transformer {
  @Override
  public Picture apply(Picture picture) {
    picture.requireChannelsLast("ShortLongResizeTransformer");
    int height = picture.shape().intDim(0);
    int width = picture.shape().intDim(1);
    double factor = (double) shortSize / Math.min(height, width);
    if (Math.rint(factor * Math.max(height, width)) > longSize) {
      factor = (double) longSize / Math.max(height, width);
    }
    int newHeight = (int) Math.rint(height * factor);
    int newWidth = (int) Math.rint(width * factor);
    picture.requireMakes(newHeight, newWidth, "ShortLongResizeTransformer");
    Picture source = picture.forOpenCv();
    return new Resize(newHeight, newWidth, source.pixels().dtype(), Interpolation.LINEAR)
        .apply(source);
  }
}
