package io.plumbline.runtime.input;

/**
 * Bilinear resizing of a plane of bytes with pixel centres at half coordinates, in the fixed-point
 * arithmetic of OpenCV's {@code INTER_LINEAR} for 8-bit pixels: weights of 11 bits, horizontal sums
 * kept exact, vertical sums {@code ((b₀·(s₀ ≫ 4)) ≫ 16) + ((b₁·(s₁ ≫ 4)) ≫ 16) + 2) ≫ 2}.
 */
final class BilinearPlane {
  private static final int ONE = 1 << 11;

  private BilinearPlane() {}

  /** Reads a pixel of the source. */
  interface Source {
    int at(int row, int column);
  }

  /** Takes a pixel of the result. */
  interface Target {
    void put(int row, int column, int pixel);
  }

  /** Source positions and weights along one axis. */
  private static final class Taps {
    final int[] first;
    final int[] near;
    final int[] far;

    /** Positions {@code (i + ½)·size/newSize − ½}, in float32 as OpenCV computes them. */
    Taps(int size, int newSize, boolean stopAtEdge) {
      first = new int[newSize];
      near = new int[newSize];
      far = new int[newSize];
      double scale = (double) size / newSize;
      for (int i = 0; i < newSize; i++) {
        float position = (float) ((i + 0.5) * scale - 0.5);
        int floor = (int) Math.floor(position);
        boolean outside = stopAtEdge && (floor < 0 || floor >= size - 1);
        first[i] = outside ? clamp(floor, size) : floor;
        float fraction = outside ? 0 : position - floor;
        near[i] = (int) Math.rint((1 - fraction) * ONE);
        far[i] = (int) Math.rint(fraction * ONE);
      }
    }
  }

  static void resize(
      Source source, int height, int width, Target target, int newHeight, int newWidth) {
    Taps columns = new Taps(width, newWidth, true);
    Taps rows = new Taps(height, newHeight, false);
    int[] upper = new int[newWidth];
    int[] lower = new int[newWidth];
    for (int row = 0; row < newHeight; row++) {
      int first = rows.first[row];
      horizontal(source, clamp(first, height), width, columns, upper);
      horizontal(source, clamp(first + 1, height), width, columns, lower);
      int above = rows.near[row];
      int below = rows.far[row];
      for (int column = 0; column < newWidth; column++) {
        int sum = ((above * (upper[column] >> 4)) >> 16) + ((below * (lower[column] >> 4)) >> 16);
        target.put(row, column, Math.clamp((sum + 2) >> 2, 0, 255));
      }
    }
  }

  private static void horizontal(Source source, int row, int width, Taps columns, int[] sums) {
    for (int column = 0; column < sums.length; column++) {
      int first = columns.first[column];
      sums[column] =
          source.at(row, clamp(first, width)) * columns.near[column]
              + source.at(row, clamp(first + 1, width)) * columns.far[column];
    }
  }

  private static int clamp(int index, int size) {
    return Math.clamp(index, 0, size - 1);
  }
}
