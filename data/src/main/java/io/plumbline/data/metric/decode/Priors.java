package io.plumbline.data.metric.decode;

import java.util.List;

/**
 * The square boxes that a face detector corrects.
 *
 * @param strides of the feature maps, in pixels
 * @param sides of the boxes at each position of each map, in pixels
 * @param clamped whether centres and extents are limited to 0…1 of the input
 */
record Priors(List<Integer> strides, List<List<Integer>> sides, boolean clamped) {
  /** Linzaer: "Ultra-Light-Fast-Generic-Face-Detector-1MB". */
  static final Priors ULTRAFACE =
      new Priors(
          List.of(8, 16, 32, 64),
          List.of(List.of(10, 16, 24), List.of(32, 48), List.of(64, 96), List.of(128, 192, 256)),
          true);

  /**
   * Deng et al.: "RetinaFace: Single-stage Dense Face Localisation in the Wild", MobileNet form.
   */
  static final Priors RETINAFACE =
      new Priors(
          List.of(8, 16, 32), List.of(List.of(16, 32), List.of(64, 128), List.of(256, 512)), false);

  int count(int height, int width) {
    int count = 0;
    for (int map = 0; map < strides.size(); map++) {
      int rows = Math.ceilDiv(height, strides.get(map));
      int columns = Math.ceilDiv(width, strides.get(map));
      count += rows * columns * sides.get(map).size();
    }
    return count;
  }

  /**
   * Centre and extent of all boxes as shares of the input: maps in order, then rows, columns,
   * sides.
   *
   * @return rows of x, y, width, height
   */
  Rows boxes(int height, int width) {
    float[] values = new float[4 * count(height, width)];
    int next = 0;
    for (int map = 0; map < strides.size(); map++) {
      double stride = strides.get(map);
      for (int row = 0; row < Math.ceilDiv(height, strides.get(map)); row++) {
        for (int column = 0; column < Math.ceilDiv(width, strides.get(map)); column++) {
          for (int side : sides.get(map)) {
            values[next++] = share((column + 0.5) * stride / width);
            values[next++] = share((row + 0.5) * stride / height);
            values[next++] = share((double) side / width);
            values[next++] = share((double) side / height);
          }
        }
      }
    }
    return new Rows(values, 4);
  }

  private float share(double value) {
    return (float) (clamped ? Math.clamp(value, 0.0, 1.0) : value);
  }
}
