package io.plumbline.tensor.colour;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the elements of a model input mean. */
public enum PictureType {
  /**
   * A plane of Y, then a plane of interleaved U and V at half the resolution in both directions.
   */
  NV12(3),
  YUV444(3),
  RGB(3),
  BGR(3),
  GRAY(1),
  /** Any tensor that is no picture; not touched. */
  FEATUREMAP(0);

  private final int channels;

  PictureType(int channels) {
    this.channels = channels;
  }

  /** Channels of a pixel as the network sees it; 0 for {@link #FEATUREMAP}. */
  public int channels() {
    return channels;
  }

  public boolean isPicture() {
    return this != FEATUREMAP;
  }

  /** Whether a pixel is Y, U, V. */
  public boolean isYuv() {
    return this == NV12 || this == YUV444;
  }

  /** As written in configurations: {@code nv12}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All labels, in order. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(PictureType::label).toList();
  }

  /** The type with a label. */
  public static Optional<PictureType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }
}
