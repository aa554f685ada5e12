package io.plumbline.data.picture;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * A picture on its way into a model.
 *
 * @param name the file, for messages
 * @param pixels uint8, int8 or float32 of rank 3; height × width × channels as read, until a
 *     transformer moves the axes
 */
public record Picture(String name, Tensor pixels) {
  Picture with(Tensor changed) {
    return new Picture(name, changed);
  }

  Shape shape() {
    return pixels.shape();
  }

  /**
   * Checks the extents that a transformer is about to make of this picture, before it does.
   *
   * @throws BadDataException when there would be no pixels, or more than 2²⁶
   */
  void requireMakes(long height, long width, String transformer) {
    if (height < 1 || width < 1) {
      throw new BadDataException(
          "picture.vanishes",
          name,
          "%s would make %dx%d pixels of %s".formatted(transformer, height, width, pixels),
          "remove the picture, or correct the parameters of " + transformer);
    }
    if (new PictureSize(width, height).isTooLarge()) {
      throw new BadDataException(
          "picture.too-large",
          name,
          "%s would make %dx%d pixels of %s; at most %d in all are made"
              .formatted(transformer, height, width, pixels, PictureSize.MOST_PIXELS),
          "remove the picture, or correct the parameters of " + transformer);
    }
  }

  /** The same values as another type; float32 to 8 bits rounds half to even and saturates. */
  Picture as(DType dtype) {
    return pixels.dtype() == dtype ? this : with(Elements.convert(pixels, dtype));
  }

  /** Itself, or float32 where OpenCV has no signed bytes to work on. */
  Picture forOpenCv() {
    return pixels.dtype() == DType.INT8 ? as(DType.FLOAT32) : this;
  }

  /**
   * The axis of the channels.
   *
   * @throws BadDataException when that axis has another extent
   */
  int channelAxis(ChannelOrder order, int channels, String transformer) {
    int axis = order == ChannelOrder.CHW ? 0 : 2;
    if (shape().rank() != 3 || shape().dim(axis) != channels) {
      throw new BadDataException(
          "picture.channels",
          name,
          "%s with data_format %s expects %s on axis %d, found %s"
              .formatted(transformer, order, Count.of(channels, "channel"), axis, pixels),
          "write data_format: %s, or move the transformer"
              .formatted(order == ChannelOrder.CHW ? ChannelOrder.HWC : ChannelOrder.CHW));
    }
    return axis;
  }

  /**
   * Checks that the axes are height, width, channels.
   *
   * @throws BadDataException when the last axis has neither 1 nor 3 channels
   */
  void requireChannelsLast(String transformer) {
    long channels = shape().rank() == 3 ? shape().dim(2) : 0;
    if (channels != 1 && channels != 3) {
      throw new BadDataException(
          "picture.layout",
          name,
          "%s works on height x width x channels, found %s".formatted(transformer, pixels),
          "put it before HWC2CHWTransformer");
    }
  }
}
