package io.plumbline.config.lint;

import java.util.List;

/**
 * What is known of a picture between two transformers.
 *
 * @param low smallest value a pixel can have
 * @param high largest value
 * @param colour meaning of the channels
 * @param channelsFirst whether the axes are channel, row, column
 */
record PixelState(double low, double high, Colour colour, boolean channelsFirst) {
  /** Meaning of the channels. */
  enum Colour {
    RGB,
    BGR,
    GRAY,
    /** BT.601 with Y of 0…255. */
    YUV_FULL,
    /** BT.601 with Y of 16…235. */
    YUV_STUDIO,
    /** After a transformer that is not modelled. */
    UNKNOWN;

    Colour swapped() {
      return switch (this) {
        case RGB -> BGR;
        case BGR -> RGB;
        case GRAY, YUV_FULL, YUV_STUDIO, UNKNOWN -> this;
      };
    }
  }

  double span() {
    return high - low;
  }

  PixelState plus(double value) {
    return new PixelState(low + value, high + value, colour, channelsFirst);
  }

  PixelState times(double factor) {
    double first = low * factor;
    double last = high * factor;
    return new PixelState(Math.min(first, last), Math.max(first, last), colour, channelsFirst);
  }

  PixelState minus(List<Double> means) {
    double least = means.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = means.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return new PixelState(low - most, high - least, colour, channelsFirst);
  }

  PixelState over(List<Double> deviations) {
    double least = deviations.stream().mapToDouble(Math::abs).min().orElse(1);
    return least == 0 ? this : new PixelState(low / least, high / least, colour, channelsFirst);
  }

  PixelState as(Colour other) {
    return new PixelState(low, high, other, channelsFirst);
  }

  PixelState first(boolean channels) {
    return new PixelState(low, high, colour, channels);
  }
}
