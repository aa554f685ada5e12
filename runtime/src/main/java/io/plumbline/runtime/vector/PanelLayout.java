package io.plumbline.runtime.vector;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * How a weight matrix [rows, depth] lies in panels of a few vectors of rows, as floats: within a
 * panel, all its rows at depth 0, then all at depth 1, and so on. Rows are padded to whole vectors.
 */
final class PanelLayout {
  /** Widest panel in vectors. */
  static final int MAX_VECTORS = 4;

  /**
   * @param row the first weight row, which is the first output channel
   * @param vectors width in vectors, 1 … {@link #MAX_VECTORS}
   * @param offset of its first element in the data
   */
  record Panel(int row, int vectors, int offset) {
    int width() {
      return vectors * Lanes.COUNT;
    }
  }

  private final int rows;
  private final int depth;
  private final List<Panel> panels;

  private PanelLayout(int rows, int depth, List<Panel> panels) {
    this.rows = rows;
    this.depth = depth;
    this.panels = panels;
  }

  /**
   * @param products how many rows of activations the weights will meet, which decides the widths of
   *     panels
   */
  static PanelLayout of(int rows, int depth, int products) {
    int widest = ProductKernels.bestVectors(products);
    int vectors = Lanes.roundUp(rows) / Lanes.COUNT;
    List<Panel> panels = new ArrayList<>();
    int done = 0;
    while (done < vectors) {
      int left = vectors - done;
      int width = left == widest + 1 ? widest - 1 : Math.min(left, widest);
      panels.add(new Panel(done * Lanes.COUNT, width, done * Lanes.COUNT * depth));
      done += width;
    }
    return new PanelLayout(rows, depth, List.copyOf(panels));
  }

  /** Elements of the packed matrix. */
  int size() {
    return Math.multiplyExact(Lanes.roundUp(rows), depth);
  }

  /**
   * Packs constant weights; padding is zero.
   *
   * @param weights int8 [.., depth], row-major
   * @param firstRow the first row to take
   */
  float[] pack(byte[] weights, int firstRow) {
    float[] data = new float[size()];
    for (Panel panel : panels) {
      int used = Math.min(panel.width(), rows - panel.row());
      for (int lane = 0; lane < used; lane++) {
        int from = (firstRow + panel.row() + lane) * depth;
        for (int k = 0; k < depth; k++) {
          data[panel.offset() + k * panel.width() + lane] = weights[from + k];
        }
      }
    }
    return data;
  }

  /**
   * Packs a computed matrix [depth, rows] as q − zeroPoint; padding holds anything finite.
   *
   * @param at index of the matrix's first element
   */
  void packTransposed(byte[] matrix, int at, ByteCode code, float[] data) {
    byte flip = code.flip();
    float zeroPoint = code.zeroPoint();
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      for (int k = 0; k < depth; k++) {
        int from = at + k * rows + panel.row();
        int to = panel.offset() + k * panel.width();
        for (int lane = 0; lane < panel.width(); lane += Lanes.COUNT) {
          FloatVector values =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, matrix, from + lane)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          values.sub(zeroPoint).intoArray(data, to + lane);
        }
      }
    }
  }

  int rows() {
    return rows;
  }

  int depth() {
    return depth;
  }

  List<Panel> panels() {
    return panels;
  }
}
