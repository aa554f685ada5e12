package io.plumbline.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of matrix products for processors with 16 vector registers, written as {@link
 * ProductKernels} says. The compiler loads all activations and weights of a depth before it
 * multiplies, so that there is a register for each of them beside the accumulators. One accumulator
 * too many is stored and loaded again at every depth, which takes more than twice as long.
 */
final class NarrowProductKernels {
  private static final VectorSpecies<Float> F = Lanes.FLOATS;
  private static final int COUNT = Lanes.COUNT;

  private NarrowProductKernels() {}

  static void tile7x1(
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
      w += COUNT;
    }
    a0.intoArray(tile, 0);
    b0.intoArray(tile, COUNT);
    c0.intoArray(tile, 2 * COUNT);
    d0.intoArray(tile, 3 * COUNT);
    e0.intoArray(tile, 4 * COUNT);
    f0.intoArray(tile, 5 * COUNT);
    g0.intoArray(tile, 6 * COUNT);
  }

  static void tile4x2(
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
  }
}
