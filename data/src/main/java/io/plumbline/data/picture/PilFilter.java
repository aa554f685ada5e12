package io.plumbline.data.picture;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The resampling filters of Pillow, by its names and numbers. */
public enum PilFilter {
  NEAREST(0),
  LANCZOS(3),
  BILINEAR(1),
  BICUBIC(2),
  BOX(0.5),
  HAMMING(1);

  /** The slope of the cubic convolution kernel at distance 1. */
  private static final double CUBIC = -0.5;

  private final double support;

  PilFilter(double support) {
    this.support = support;
  }

  /** The filter of a name such as {@code BILINEAR} or {@code Image.BILINEAR}, or of its number. */
  static Optional<PilFilter> of(Object value) {
    if (value instanceof Number number) {
      int index = number.intValue();
      return index == number.doubleValue() && index >= 0 && index < values().length
          ? Optional.of(values()[index])
          : Optional.empty();
    }
    String name = String.valueOf(value).toUpperCase(Locale.ROOT).replace("IMAGE.", "");
    return List.of(values()).stream().filter(filter -> filter.name().equals(name)).findFirst();
  }

  /** Half the width of the filter, in pixels of the smaller scale. */
  double support() {
    return support;
  }

  /** The weight at a distance. */
  double weight(double x) {
    double distance = Math.abs(x);
    return switch (this) {
      case NEAREST, BOX -> x > -0.5 && x <= 0.5 ? 1 : 0;
      case BILINEAR -> Math.max(0, 1 - distance);
      case HAMMING ->
          distance == 0
              ? 1
              : distance >= 1
                  ? 0
                  : sinc(distance) * (0.54 + 0.46 * StrictMath.cos(distance * Math.PI));
      case BICUBIC -> cubic(distance);
      case LANCZOS -> x >= -3 && x < 3 ? sinc(distance) * sinc(distance / 3) : 0;
    };
  }

  private static double cubic(double x) {
    if (x < 1) {
      return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
  }

  private static double sinc(double x) {
    double angle = x * Math.PI;
    return x == 0 ? 1 : StrictMath.sin(angle) / angle;
  }
}
