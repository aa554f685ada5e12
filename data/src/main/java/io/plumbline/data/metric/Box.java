package io.plumbline.data.metric;

/**
 * A rectangle with sides parallel to the axes, in pixels; (x1, y1) is the top left corner.
 *
 * <p>Extents are continuous, x2 − x1, unless a method says otherwise.
 */
public record Box(double x1, double y1, double x2, double y2) {
  public double area() {
    return Math.max(x2 - x1, 0) * Math.max(y2 - y1, 0);
  }

  /** Area shared with another box. */
  public double intersection(Box other) {
    double width = Math.min(x2, other.x2) - Math.max(x1, other.x1);
    double height = Math.min(y2, other.y2) - Math.max(y1, other.y1);
    return Math.max(width, 0) * Math.max(height, 0);
  }

  /** Intersection over union, 0…1; 0 when both are empty. */
  public double overlap(Box other) {
    double shared = intersection(other);
    double union = area() + other.area() - shared;
    return union > 0 ? shared / union : 0;
  }

  /** The part within {@code 0…width} and {@code 0…height}. */
  public Box clipped(double width, double height) {
    return new Box(
        Math.clamp(x1, 0, width),
        Math.clamp(y1, 0, height),
        Math.clamp(x2, 0, width),
        Math.clamp(y2, 0, height));
  }

  /** The same rectangle with its far edges one pixel further, as inclusive coordinates mean it. */
  Box inclusive() {
    return new Box(x1, y1, x2 + 1, y2 + 1);
  }
}
