package io.plumbline.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of matrix products: for a few rows of activations and one panel of packed
 * weights, the accumulators stay in registers for the whole depth. Written out by hand because only
 * local variables become registers; one method for each panel width, with as many rows as the
 * processor's registers hold.
 *
 * <p>Panels of three and four vectors are in {@link WideProductKernels}, all those for 16 registers
 * in {@link NarrowProductKernels}, the others, for 32, here. Every method adds {@code x[row, k] ·
 * weights[k, lane]} over k to a starting row and writes the sums, row after row, to a tile. {@code
 * x} starts at {@code at} and has {@code stride} elements from one row to the next.
 */
final class ProductKernels {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int COUNT = Lanes.COUNT;
  private static final boolean MANY = Lanes.MANY_REGISTERS;
  private static final int[] ROWS = MANY ? new int[] {0, 12, 12, 7, 6} : new int[] {0, 7, 4};

  /** The most rows of any tile. */
  static final int MAX_ROWS = 12;

  private ProductKernels() {}

  /** How many rows a tile has for a panel of this many vectors. */
  static int rows(int vectors) {
    return ROWS[vectors];
  }

  /**
   * The widest panels to cut weights into that will meet this many rows: the usual ones unless
   * others waste clearly less.
   */
  static int bestVectors(int rows) {
    if (!MANY) {
      return 2;
    }
    int three = Math.ceilDiv(rows, ROWS[3]) * ROWS[3];
    int four = Math.ceilDiv(rows, ROWS[4]) * ROWS[4];
    return three < 0.95 * four ? 3 : 4;
  }

  static void run(
      int vectors,
      float[] x,
      int at,
      int stride,
      int depth,
      float[] weights,
      int from,
      float[] start,
      int startAt,
      float[] tile) {
    if (MANY) {
      switch (vectors) {
        case 1 -> tile12x1(x, at, stride, depth, weights, from, start, startAt, tile);
        case 2 -> tile12x2(x, at, stride, depth, weights, from, start, startAt, tile);
        case 3 ->
            WideProductKernels.tile7x3(x, at, stride, depth, weights, from, start, startAt, tile);
        case 4 ->
            WideProductKernels.tile6x4(x, at, stride, depth, weights, from, start, startAt, tile);
        default -> throw missing(vectors);
      }
    } else {
      switch (vectors) {
        case 1 ->
            NarrowProductKernels.tile7x1(x, at, stride, depth, weights, from, start, startAt, tile);
        case 2 ->
            NarrowProductKernels.tile4x2(x, at, stride, depth, weights, from, start, startAt, tile);
        default -> throw missing(vectors);
      }
    }
  }

  private static IllegalArgumentException missing(int vectors) {
    return new IllegalArgumentException("no kernel for " + vectors + " vectors");
  }

  static void tile12x1(
      float[] x,
      int at,
      int stride,
      int depth,
      float[] weights,
      int from,
      float[] start,
      int startAt,
      float[] tile) {
    FloatVector a0 = FloatVector.fromArray(F, start, startAt);
    FloatVector b0 = a0;
    FloatVector c0 = a0;
    FloatVector d0 = a0;
    FloatVector e0 = a0;
    FloatVector f0 = a0;
    FloatVector g0 = a0;
    FloatVector h0 = a0;
    FloatVector i0 = a0;
    FloatVector j0 = a0;
    FloatVector m0 = a0;
    FloatVector n0 = a0;
    int w = from;
    for (int k = at; k < at + depth; k++) {
      FloatVector w0 = FloatVector.fromArray(F, weights, w);
      a0 = FloatVector.broadcast(F, x[k]).fma(w0, a0);
      b0 = FloatVector.broadcast(F, x[k + stride]).fma(w0, b0);
      c0 = FloatVector.broadcast(F, x[k + 2 * stride]).fma(w0, c0);
      d0 = FloatVector.broadcast(F, x[k + 3 * stride]).fma(w0, d0);
      e0 = FloatVector.broadcast(F, x[k + 4 * stride]).fma(w0, e0);
      f0 = FloatVector.broadcast(F, x[k + 5 * stride]).fma(w0, f0);
      g0 = FloatVector.broadcast(F, x[k + 6 * stride]).fma(w0, g0);
      h0 = FloatVector.broadcast(F, x[k + 7 * stride]).fma(w0, h0);
      i0 = FloatVector.broadcast(F, x[k + 8 * stride]).fma(w0, i0);
      j0 = FloatVector.broadcast(F, x[k + 9 * stride]).fma(w0, j0);
      m0 = FloatVector.broadcast(F, x[k + 10 * stride]).fma(w0, m0);
      n0 = FloatVector.broadcast(F, x[k + 11 * stride]).fma(w0, n0);
      w += COUNT;
    }
    a0.intoArray(tile, 0);
    b0.intoArray(tile, COUNT);
    c0.intoArray(tile, 2 * COUNT);
    d0.intoArray(tile, 3 * COUNT);
    e0.intoArray(tile, 4 * COUNT);
    f0.intoArray(tile, 5 * COUNT);
    g0.intoArray(tile, 6 * COUNT);
    h0.intoArray(tile, 7 * COUNT);
    i0.intoArray(tile, 8 * COUNT);
    j0.intoArray(tile, 9 * COUNT);
    m0.intoArray(tile, 10 * COUNT);
    n0.intoArray(tile, 11 * COUNT);
  }

  static void tile12x2(
      float[] x,
      int at,
      int stride,
      int depth,
      float[] weights,
      int from,
      float[] start,
      int startAt,
      float[] tile) {
    FloatVector a0 = FloatVector.fromArray(F, start, startAt);
    FloatVector a1 = FloatVector.fromArray(F, start, startAt + COUNT);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    FloatVector e0 = a0;
    FloatVector e1 = a1;
    FloatVector f0 = a0;
    FloatVector f1 = a1;
    FloatVector g0 = a0;
    FloatVector g1 = a1;
    FloatVector h0 = a0;
    FloatVector h1 = a1;
    FloatVector i0 = a0;
    FloatVector i1 = a1;
    FloatVector j0 = a0;
    FloatVector j1 = a1;
    FloatVector m0 = a0;
    FloatVector m1 = a1;
    FloatVector n0 = a0;
    FloatVector n1 = a1;
    int w = from;
    for (int k = at; k < at + depth; k++) {
      FloatVector w0 = FloatVector.fromArray(F, weights, w);
      FloatVector w1 = FloatVector.fromArray(F, weights, w + COUNT);
      FloatVector a = FloatVector.broadcast(F, x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      FloatVector b = FloatVector.broadcast(F, x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      FloatVector c = FloatVector.broadcast(F, x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      FloatVector d = FloatVector.broadcast(F, x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      FloatVector e = FloatVector.broadcast(F, x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      FloatVector f = FloatVector.broadcast(F, x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      FloatVector g = FloatVector.broadcast(F, x[k + 6 * stride]);
      g0 = g.fma(w0, g0);
      g1 = g.fma(w1, g1);
      FloatVector h = FloatVector.broadcast(F, x[k + 7 * stride]);
      h0 = h.fma(w0, h0);
      h1 = h.fma(w1, h1);
      FloatVector i = FloatVector.broadcast(F, x[k + 8 * stride]);
      i0 = i.fma(w0, i0);
      i1 = i.fma(w1, i1);
      FloatVector j = FloatVector.broadcast(F, x[k + 9 * stride]);
      j0 = j.fma(w0, j0);
      j1 = j.fma(w1, j1);
      FloatVector m = FloatVector.broadcast(F, x[k + 10 * stride]);
      m0 = m.fma(w0, m0);
      m1 = m.fma(w1, m1);
      FloatVector n = FloatVector.broadcast(F, x[k + 11 * stride]);
      n0 = n.fma(w0, n0);
      n1 = n.fma(w1, n1);
      w += 2 * COUNT;
    }
    a0.intoArray(tile, 0);
    a1.intoArray(tile, COUNT);
    b0.intoArray(tile, 2 * COUNT);
    b1.intoArray(tile, 3 * COUNT);
    c0.intoArray(tile, 4 * COUNT);
    c1.intoArray(tile, 5 * COUNT);
    d0.intoArray(tile, 6 * COUNT);
    d1.intoArray(tile, 7 * COUNT);
    e0.intoArray(tile, 8 * COUNT);
    e1.intoArray(tile, 9 * COUNT);
    f0.intoArray(tile, 10 * COUNT);
    f1.intoArray(tile, 11 * COUNT);
    g0.intoArray(tile, 12 * COUNT);
    g1.intoArray(tile, 13 * COUNT);
    h0.intoArray(tile, 14 * COUNT);
    h1.intoArray(tile, 15 * COUNT);
    i0.intoArray(tile, 16 * COUNT);
    i1.intoArray(tile, 17 * COUNT);
    j0.intoArray(tile, 18 * COUNT);
    j1.intoArray(tile, 19 * COUNT);
    m0.intoArray(tile, 20 * COUNT);
    m1.intoArray(tile, 21 * COUNT);
    n0.intoArray(tile, 22 * COUNT);
    n1.intoArray(tile, 23 * COUNT);
  }
}
