package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Which rectangle a crop keeps. */
public sealed interface CropRegion extends Transformer {
  /** The upper left corner and the size, in pixels. */
  record Rectangle(int top, int left, int height, int width) {}

  /** What to keep of a picture of a size. */
  Rectangle of(int height, int width);

  /** Its documented name, for messages. */
  String transformer();

  @Override
  default Picture apply(Picture picture) {
    picture.requireChannelsLast(transformer());
    Rectangle kept = of(picture.shape().intDim(0), picture.shape().intDim(1));
    picture.requireMakes(kept.height(), kept.width(), transformer());
    return cut(picture, kept);
  }

  /**
   * A rectangle of a picture.
   *
   * @throws BadDataException when the picture does not hold it
   */
  static Picture cut(Picture picture, Rectangle kept) {
    int oldHeight = picture.shape().intDim(0);
    int oldWidth = picture.shape().intDim(1);
    boolean inside =
        kept.top() >= 0
            && kept.left() >= 0
            && kept.top() + kept.height() <= oldHeight
            && kept.left() + kept.width() <= oldWidth;
    if (!inside) {
      throw new BadDataException(
          "picture.too-small",
          picture.name(),
          "cannot cut %dx%d out of %dx%d pixels"
              .formatted(kept.height(), kept.width(), oldHeight, oldWidth),
          "resize before cropping");
    }
    long channels = picture.shape().dim(2);
    Tensor cropped =
        Tensor.allocate(picture.pixels().dtype(), Shape.of(kept.height(), kept.width(), channels));
    long pixel = channels * cropped.dtype().bytes();
    for (int row = 0; row < kept.height(); row++) {
      MemorySegment.copy(
          picture.pixels().data(),
          ((long) (kept.top() + row) * oldWidth + kept.left()) * pixel,
          cropped.data(),
          row * kept.width() * pixel,
          kept.width() * pixel);
    }
    return picture.with(cropped);
  }

  /** The middle, margins rounded half to even as torchvision does on Pillow pictures. */
  record PilCentre(int height, int width) implements CropRegion {
    @Override
    public String transformer() {
      return "PILCenterCropTransformer";
    }

    @Override
    public Rectangle of(int oldHeight, int oldWidth) {
      return new Rectangle(
          (int) Math.rint((oldHeight - height) / 2.0),
          (int) Math.rint((oldWidth - width) / 2.0),
          height,
          width);
    }
  }

  /** The largest square of the middle. */
  record LongSide() implements CropRegion {
    @Override
    public String transformer() {
      return "LongSideCropTransformer";
    }

    @Override
    public Rectangle of(int height, int width) {
      int side = Math.min(height, width);
      return new Rectangle((height - side) / 2, (width - side) / 2, side, side);
    }
  }

  /**
   * The square of the middle that a resize to {@code size} would leave of one to {@code size +
   * margin}: {@code ⌊size / (size + margin) · short side⌋} pixels (EfficientNet).
   */
  record Padded(int size, int margin) implements CropRegion {
    @Override
    public String transformer() {
      return "PaddedCenterCropTransformer";
    }

    @Override
    public Rectangle of(int height, int width) {
      int side = (int) ((double) size / (size + margin) * Math.min(height, width));
      return new Rectangle((height - side + 1) / 2, (width - side + 1) / 2, side, side);
    }
  }
}
