package io.plumbline.runtime.input;

import io.plumbline.tensor.BadDataException;

/**
 * A rectangle of a picture: columns {@code left ≤ x < right}, rows {@code top ≤ y < bottom}; all
 * even, so that it holds whole blocks of chroma.
 */
public record Region(int left, int top, int right, int bottom) {
  /**
   * The same region, known to lie inside a picture.
   *
   * @throws BadDataException when it does not, is empty, or has an odd edge
   */
  public Region within(int height, int width) {
    boolean inside =
        left >= 0 && top >= 0 && right <= width && bottom <= height && left < right && top < bottom;
    boolean even = left % 2 == 0 && top % 2 == 0 && right % 2 == 0 && bottom % 2 == 0;
    if (!inside || !even) {
      throw new BadDataException(
          "input.region",
          "columns %d to %d, rows %d to %d".formatted(left, right - 1, top, bottom - 1),
          inside
              ? "the edges of a region of nv12 are even"
              : "the region does not lie inside the picture of %dx%d".formatted(width, height),
          "give a region inside the picture, of whole blocks of 2x2 pixels");
    }
    return this;
  }

  public int width() {
    return right - left;
  }

  public int height() {
    return bottom - top;
  }
}
