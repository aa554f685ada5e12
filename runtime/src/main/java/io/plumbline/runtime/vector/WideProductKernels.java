package io.plumbline.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops of matrix products for wide panels, written as {@link ProductKernels} says. */
final class WideProductKernels {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int COUNT = Lanes.COUNT;

  private WideProductKernels() {}

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
    FloatVector a0 = FloatVector.fromArray(F, start, startAt);
    FloatVector a1 = FloatVector.fromArray(F, start, startAt + COUNT);
    FloatVector a2 = FloatVector.fromArray(F, start, startAt + 2 * COUNT);
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
      FloatVector w0 = FloatVector.fromArray(F, weights, w);
      FloatVector w1 = FloatVector.fromArray(F, weights, w + COUNT);
      FloatVector w2 = FloatVector.fromArray(F, weights, w + 2 * COUNT);
      FloatVector a = FloatVector.broadcast(F, x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      a2 = a.fma(w2, a2);
      FloatVector b = FloatVector.broadcast(F, x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      b2 = b.fma(w2, b2);
      FloatVector c = FloatVector.broadcast(F, x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      c2 = c.fma(w2, c2);
      FloatVector d = FloatVector.broadcast(F, x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      d2 = d.fma(w2, d2);
      FloatVector e = FloatVector.broadcast(F, x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      e2 = e.fma(w2, e2);
      FloatVector f = FloatVector.broadcast(F, x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      f2 = f.fma(w2, f2);
      FloatVector g = FloatVector.broadcast(F, x[k + 6 * stride]);
      g0 = g.fma(w0, g0);
      g1 = g.fma(w1, g1);
      g2 = g.fma(w2, g2);
      w += 3 * COUNT;
    }
    a0.intoArray(tile, 0);
    a1.intoArray(tile, COUNT);
    a2.intoArray(tile, 2 * COUNT);
    b0.intoArray(tile, 3 * COUNT);
    b1.intoArray(tile, 4 * COUNT);
    b2.intoArray(tile, 5 * COUNT);
    c0.intoArray(tile, 6 * COUNT);
    c1.intoArray(tile, 7 * COUNT);
    c2.intoArray(tile, 8 * COUNT);
    d0.intoArray(tile, 9 * COUNT);
    d1.intoArray(tile, 10 * COUNT);
    d2.intoArray(tile, 11 * COUNT);
    e0.intoArray(tile, 12 * COUNT);
    e1.intoArray(tile, 13 * COUNT);
    e2.intoArray(tile, 14 * COUNT);
    f0.intoArray(tile, 15 * COUNT);
    f1.intoArray(tile, 16 * COUNT);
    f2.intoArray(tile, 17 * COUNT);
    g0.intoArray(tile, 18 * COUNT);
    g1.intoArray(tile, 19 * COUNT);
    g2.intoArray(tile, 20 * COUNT);
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
    FloatVector a0 = FloatVector.fromArray(F, start, startAt);
    FloatVector a1 = FloatVector.fromArray(F, start, startAt + COUNT);
    FloatVector a2 = FloatVector.fromArray(F, start, startAt + 2 * COUNT);
    FloatVector a3 = FloatVector.fromArray(F, start, startAt + 3 * COUNT);
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
      FloatVector w0 = FloatVector.fromArray(F, weights, w);
      FloatVector w1 = FloatVector.fromArray(F, weights, w + COUNT);
      FloatVector w2 = FloatVector.fromArray(F, weights, w + 2 * COUNT);
      FloatVector w3 = FloatVector.fromArray(F, weights, w + 3 * COUNT);
      FloatVector a = FloatVector.broadcast(F, x[k]);
      a0 = a.fma(w0, a0);
      a1 = a.fma(w1, a1);
      a2 = a.fma(w2, a2);
      a3 = a.fma(w3, a3);
      FloatVector b = FloatVector.broadcast(F, x[k + stride]);
      b0 = b.fma(w0, b0);
      b1 = b.fma(w1, b1);
      b2 = b.fma(w2, b2);
      b3 = b.fma(w3, b3);
      FloatVector c = FloatVector.broadcast(F, x[k + 2 * stride]);
      c0 = c.fma(w0, c0);
      c1 = c.fma(w1, c1);
      c2 = c.fma(w2, c2);
      c3 = c.fma(w3, c3);
      FloatVector d = FloatVector.broadcast(F, x[k + 3 * stride]);
      d0 = d.fma(w0, d0);
      d1 = d.fma(w1, d1);
      d2 = d.fma(w2, d2);
      d3 = d.fma(w3, d3);
      FloatVector e = FloatVector.broadcast(F, x[k + 4 * stride]);
      e0 = e.fma(w0, e0);
      e1 = e.fma(w1, e1);
      e2 = e.fma(w2, e2);
      e3 = e.fma(w3, e3);
      FloatVector f = FloatVector.broadcast(F, x[k + 5 * stride]);
      f0 = f.fma(w0, f0);
      f1 = f.fma(w1, f1);
      f2 = f.fma(w2, f2);
      f3 = f.fma(w3, f3);
      w += 4 * COUNT;
    }
    a0.intoArray(tile, 0);
    a1.intoArray(tile, COUNT);
    a2.intoArray(tile, 2 * COUNT);
    a3.intoArray(tile, 3 * COUNT);
    b0.intoArray(tile, 4 * COUNT);
    b1.intoArray(tile, 5 * COUNT);
    b2.intoArray(tile, 6 * COUNT);
    b3.intoArray(tile, 7 * COUNT);
    c0.intoArray(tile, 8 * COUNT);
    c1.intoArray(tile, 9 * COUNT);
    c2.intoArray(tile, 10 * COUNT);
    c3.intoArray(tile, 11 * COUNT);
    d0.intoArray(tile, 12 * COUNT);
    d1.intoArray(tile, 13 * COUNT);
    d2.intoArray(tile, 14 * COUNT);
    d3.intoArray(tile, 15 * COUNT);
    e0.intoArray(tile, 16 * COUNT);
    e1.intoArray(tile, 17 * COUNT);
    e2.intoArray(tile, 18 * COUNT);
    e3.intoArray(tile, 19 * COUNT);
    f0.intoArray(tile, 20 * COUNT);
    f1.intoArray(tile, 21 * COUNT);
    f2.intoArray(tile, 22 * COUNT);
    f3.intoArray(tile, 23 * COUNT);
  }
}
