package io.plumbline.runtime.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of matrix products: for a few rows of activations and one panel of packed
 * weights, the accumulators stay in registers for the whole depth. Written out by hand because only
 * local variables become registers; one method for each panel width, with as many rows as 32
 * registers hold.
 *
 * <p>Every method adds {@code x[row, k] · weights[k, lane]} over k to a starting row and writes the
 * sums, row after row, to a tile. {@code x} starts at {@code at} and has {@code stride} elements
 * from one row to the next.
 */
final class ProductKernels {
  private static final int COUNT = Lanes.COUNT;
  private static final int[] ROWS = {0, 12, 12, 7, 6};

  /** The most rows of any tile. */
  static final int MAX_ROWS = 12;

  private ProductKernels() {}

  /** How many rows a tile has for a panel of this many vectors. */
  static int rows(int vectors) {
    return ROWS[vectors];
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
    switch (vectors) {
      case 1 -> tile12x1(x, at, stride, depth, weights, from, start, startAt, tile);
      case 2 -> tile12x2(x, at, stride, depth, weights, from, start, startAt, tile);
      case 3 -> tile7x3(x, at, stride, depth, weights, from, start, startAt, tile);
      case 4 -> tile6x4(x, at, stride, depth, weights, from, start, startAt, tile);
      default -> throw new IllegalArgumentException("no kernel for " + vectors + " vectors");
    }
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
    FloatVector a0 = load(start, startAt);
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
      FloatVector w0 = load(weights, w);
      a0 = broadcast(x[k]).fma(w0, a0);
      b0 = broadcast(x[k + stride]).fma(w0, b0);
      c0 = broadcast(x[k + 2 * stride]).fma(w0, c0);
      d0 = broadcast(x[k + 3 * stride]).fma(w0, d0);
      e0 = broadcast(x[k + 4 * stride]).fma(w0, e0);
      f0 = broadcast(x[k + 5 * stride]).fma(w0, f0);
      g0 = broadcast(x[k + 6 * stride]).fma(w0, g0);
      h0 = broadcast(x[k + 7 * stride]).fma(w0, h0);
      i0 = broadcast(x[k + 8 * stride]).fma(w0, i0);
      j0 = broadcast(x[k + 9 * stride]).fma(w0, j0);
      m0 = broadcast(x[k + 10 * stride]).fma(w0, m0);
      n0 = broadcast(x[k + 11 * stride]).fma(w0, n0);
      w += COUNT;
    }
    store(tile, 0, a0);
    store(tile, 1 * COUNT, b0);
    store(tile, 2 * COUNT, c0);
    store(tile, 3 * COUNT, d0);
    store(tile, 4 * COUNT, e0);
    store(tile, 5 * COUNT, f0);
    store(tile, 6 * COUNT, g0);
    store(tile, 7 * COUNT, h0);
    store(tile, 8 * COUNT, i0);
    store(tile, 9 * COUNT, j0);
    store(tile, 10 * COUNT, m0);
    store(tile, 11 * COUNT, n0);
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
    FloatVector a0 = load(start, startAt);
    FloatVector a1 = load(start, startAt + COUNT);
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
      FloatVector w0 = load(weights, w);
      FloatVector w1 = load(weights, w + COUNT);
      FloatVector a = broadcast(x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      FloatVector b = broadcast(x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      FloatVector c = broadcast(x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      FloatVector d = broadcast(x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      FloatVector e = broadcast(x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      FloatVector f = broadcast(x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      FloatVector g = broadcast(x[k + 6 * stride]);
      g0 = g.fma(w0, g0);
      g1 = g.fma(w1, g1);
      FloatVector h = broadcast(x[k + 7 * stride]);
      h0 = h.fma(w0, h0);
      h1 = h.fma(w1, h1);
      FloatVector i = broadcast(x[k + 8 * stride]);
      i0 = i.fma(w0, i0);
      i1 = i.fma(w1, i1);
      FloatVector j = broadcast(x[k + 9 * stride]);
      j0 = j.fma(w0, j0);
      j1 = j.fma(w1, j1);
      FloatVector m = broadcast(x[k + 10 * stride]);
      m0 = m.fma(w0, m0);
      m1 = m.fma(w1, m1);
      FloatVector n = broadcast(x[k + 11 * stride]);
      n0 = n.fma(w0, n0);
      n1 = n.fma(w1, n1);
      w += 2 * COUNT;
    }
    store(tile, 0, a0, a1);
    store(tile, 1 * 2 * COUNT, b0, b1);
    store(tile, 2 * 2 * COUNT, c0, c1);
    store(tile, 3 * 2 * COUNT, d0, d1);
    store(tile, 4 * 2 * COUNT, e0, e1);
    store(tile, 5 * 2 * COUNT, f0, f1);
    store(tile, 6 * 2 * COUNT, g0, g1);
    store(tile, 7 * 2 * COUNT, h0, h1);
    store(tile, 8 * 2 * COUNT, i0, i1);
    store(tile, 9 * 2 * COUNT, j0, j1);
    store(tile, 10 * 2 * COUNT, m0, m1);
    store(tile, 11 * 2 * COUNT, n0, n1);
  }

  static void tile7x3(
      float[] x,
      int at,
      int stride,
      int depth,
      float[] weights,
      int from,
      float[] start,
      int startAt,
      float[] tile) {
    FloatVector a0 = load(start, startAt);
    FloatVector a1 = load(start, startAt + COUNT);
    FloatVector a2 = load(start, startAt + 2 * COUNT);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector b2 = a2;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector c2 = a2;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    FloatVector d2 = a2;
    FloatVector e0 = a0;
    FloatVector e1 = a1;
    FloatVector e2 = a2;
    FloatVector f0 = a0;
    FloatVector f1 = a1;
    FloatVector f2 = a2;
    FloatVector g0 = a0;
    FloatVector g1 = a1;
    FloatVector g2 = a2;
    int w = from;
    for (int k = at; k < at + depth; k++) {
      FloatVector w0 = load(weights, w);
      FloatVector w1 = load(weights, w + COUNT);
      FloatVector w2 = load(weights, w + 2 * COUNT);
      FloatVector a = broadcast(x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      a2 = a.fma(w2, a2);
      FloatVector b = broadcast(x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      b2 = b.fma(w2, b2);
      FloatVector c = broadcast(x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      c2 = c.fma(w2, c2);
      FloatVector d = broadcast(x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      d2 = d.fma(w2, d2);
      FloatVector e = broadcast(x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      e2 = e.fma(w2, e2);
      FloatVector f = broadcast(x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      f2 = f.fma(w2, f2);
      FloatVector g = broadcast(x[k + 6 * stride]);
      g0 = g.fma(w0, g0);
      g1 = g.fma(w1, g1);
      g2 = g.fma(w2, g2);
      w += 3 * COUNT;
    }
    store(tile, 0, a0, a1, a2);
    store(tile, 1 * 3 * COUNT, b0, b1, b2);
    store(tile, 2 * 3 * COUNT, c0, c1, c2);
    store(tile, 3 * 3 * COUNT, d0, d1, d2);
    store(tile, 4 * 3 * COUNT, e0, e1, e2);
    store(tile, 5 * 3 * COUNT, f0, f1, f2);
    store(tile, 6 * 3 * COUNT, g0, g1, g2);
  }

  static void tile6x4(
      float[] x,
      int at,
      int stride,
      int depth,
      float[] weights,
      int from,
      float[] start,
      int startAt,
      float[] tile) {
    FloatVector a0 = load(start, startAt);
    FloatVector a1 = load(start, startAt + COUNT);
    FloatVector a2 = load(start, startAt + 2 * COUNT);
    FloatVector a3 = load(start, startAt + 3 * COUNT);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector b2 = a2;
    FloatVector b3 = a3;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector c2 = a2;
    FloatVector c3 = a3;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    FloatVector d2 = a2;
    FloatVector d3 = a3;
    FloatVector e0 = a0;
    FloatVector e1 = a1;
    FloatVector e2 = a2;
    FloatVector e3 = a3;
    FloatVector f0 = a0;
    FloatVector f1 = a1;
    FloatVector f2 = a2;
    FloatVector f3 = a3;
    int w = from;
    for (int k = at; k < at + depth; k++) {
      FloatVector w0 = load(weights, w);
      FloatVector w1 = load(weights, w + COUNT);
      FloatVector w2 = load(weights, w + 2 * COUNT);
      FloatVector w3 = load(weights, w + 3 * COUNT);
      FloatVector a = broadcast(x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      a2 = a.fma(w2, a2);
      a3 = a.fma(w3, a3);
      FloatVector b = broadcast(x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      b2 = b.fma(w2, b2);
      b3 = b.fma(w3, b3);
      FloatVector c = broadcast(x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      c2 = c.fma(w2, c2);
      c3 = c.fma(w3, c3);
      FloatVector d = broadcast(x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      d2 = d.fma(w2, d2);
      d3 = d.fma(w3, d3);
      FloatVector e = broadcast(x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      e2 = e.fma(w2, e2);
      e3 = e.fma(w3, e3);
      FloatVector f = broadcast(x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      f2 = f.fma(w2, f2);
      f3 = f.fma(w3, f3);
      w += 4 * COUNT;
    }
    store(tile, 0, a0, a1, a2, a3);
    store(tile, 1 * 4 * COUNT, b0, b1, b2, b3);
    store(tile, 2 * 4 * COUNT, c0, c1, c2, c3);
    store(tile, 3 * 4 * COUNT, d0, d1, d2, d3);
    store(tile, 4 * 4 * COUNT, e0, e1, e2, e3);
    store(tile, 5 * 4 * COUNT, f0, f1, f2, f3);
  }

  private static void store(float[] tile, int at, FloatVector v0) {
    v0.intoArray(tile, at);
  }

  private static void store(float[] tile, int at, FloatVector v0, FloatVector v1) {
    v0.intoArray(tile, at);
    v1.intoArray(tile, at + COUNT);
  }

  private static void store(float[] tile, int at, FloatVector v0, FloatVector v1, FloatVector v2) {
    v0.intoArray(tile, at);
    v1.intoArray(tile, at + COUNT);
    v2.intoArray(tile, at + 2 * COUNT);
  }

  private static void store(
      float[] tile, int at, FloatVector v0, FloatVector v1, FloatVector v2, FloatVector v3) {
    v0.intoArray(tile, at);
    v1.intoArray(tile, at + COUNT);
    v2.intoArray(tile, at + 2 * COUNT);
    v3.intoArray(tile, at + 3 * COUNT);
  }

  private static FloatVector load(float[] source, int at) {
    return FloatVector.fromArray(Lanes.FLOATS, source, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(Lanes.FLOATS, value);
  }
}
