package io.plumbline.report.graph;

import java.util.List;

/**
 * A graph laid out in layers from top to bottom, in whole pixels.
 *
 * @param width of all of it
 * @param height of all of it
 * @param boxes upper left corners, in the order of the boxes given
 * @param lines corners of each line from its start to its end, in the order of the links given
 */
public record Layout(int width, int height, List<Point> boxes, List<List<Point>> lines) {
  /** A box to be placed. */
  public record Box(int width, int height) {}

  /** A line from the bottom of one box to the top of another, by their places in the list. */
  public record Link(int from, int to) {}

  /** Right of and below the upper left corner. */
  public record Point(int x, int y) {}

  public Layout {
    boxes = List.copyOf(boxes);
    lines = lines.stream().map(List::copyOf).toList();
  }
}
