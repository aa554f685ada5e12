package io.plumbline.graph.op;

import java.util.List;

/**
 * Scales axes by interpolation. The output extent of an axis is given by {@code sizes}, or is
 * {@code floor(extent · scale)}; exactly one of the two lists is filled, with one entry for each
 * axis.
 *
 * @param scales output extent over input extent
 * @param sizes output extents
 * @param cubicCoefficient the parameter a of cubic interpolation
 * @param excludeOutside whether cubic interpolation leaves out samples outside the input, instead
 *     of repeating the border
 */
public record Resize(
    Mode mode,
    Coordinates coordinates,
    Nearest nearest,
    List<Float> scales,
    List<Long> sizes,
    float cubicCoefficient,
    boolean excludeOutside)
    implements Op {
  /** How an output element follows from the input elements around its place. */
  public enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /** Which place of the input an output element stands for. */
  public enum Coordinates {
    HALF_PIXEL,
    HALF_PIXEL_SYMMETRIC,
    PYTORCH_HALF_PIXEL,
    ALIGN_CORNERS,
    ASYMMETRIC
  }

  /** Which element is the nearest to a place. */
  public enum Nearest {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL
  }

  public Resize {
    scales = List.copyOf(scales);
    sizes = List.copyOf(sizes);
    if (scales.isEmpty() == sizes.isEmpty()) {
      throw new IllegalArgumentException("scales %s with sizes %s".formatted(scales, sizes));
    }
  }
}
