package io.plumbline.runtime.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * A weight matrix [rows, depth] as floats in panels of a few vectors of rows: within a panel, all
 * its rows at depth 0, then all at depth 1, and so on. Rows are padded with zeros to whole vectors.
 */
final class PackedWeights {
  /** Widest panel in vectors. */
  static final int MAX_VECTORS = 4;

  /**
   * @param row the first weight row, which is the first output channel
   * @param vectors width in vectors, 1 … {@link #MAX_VECTORS}
   * @param offset of its first element in the data
   */
  record Panel(int row, int vectors, int offset) {}

  private final int rows;
  private final int depth;
  private final float[] data;
  private final List<Panel> panels;

  private PackedWeights(int rows, int depth, float[] data, List<Panel> panels) {
    this.rows = rows;
    this.depth = depth;
    this.data = data;
    this.panels = panels;
  }

  /**
   * @param weights int8 [.., depth], row-major
   * @param firstRow the first of {@code rows} rows to take
   */
  static PackedWeights of(byte[] weights, int firstRow, int rows, int depth) {
    List<Panel> panels = panels(Lanes.roundUp(rows) / Lanes.COUNT, depth);
    float[] data = new float[Math.multiplyExact(Lanes.roundUp(rows), depth)];
    for (Panel panel : panels) {
      int width = panel.vectors() * Lanes.COUNT;
      int used = Math.min(width, rows - panel.row());
      for (int lane = 0; lane < used; lane++) {
        int from = (firstRow + panel.row() + lane) * depth;
        for (int k = 0; k < depth; k++) {
          data[panel.offset() + k * width + lane] = weights[from + k];
        }
      }
    }
    return new PackedWeights(rows, depth, data, panels);
  }

  private static List<Panel> panels(int vectors, int depth) {
    List<Panel> panels = new ArrayList<>();
    int done = 0;
    while (done < vectors) {
      int left = vectors - done;
      int width = left == MAX_VECTORS + 1 ? MAX_VECTORS - 1 : Math.min(left, MAX_VECTORS);
      panels.add(new Panel(done * Lanes.COUNT, width, done * Lanes.COUNT * depth));
      done += width;
    }
    return List.copyOf(panels);
  }

  int rows() {
    return rows;
  }

  int depth() {
    return depth;
  }

  float[] data() {
    return data;
  }

  List<Panel> panels() {
    return panels;
  }
}
