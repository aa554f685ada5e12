package io.plumbline.runtime.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The inner loops of depthwise convolution over neighbouring output pixels whose columns of taps
 * all lie inside the input. Sums are over signed q as stored; the zero point is in the starting
 * values. Loads are spelled out for the reason given in {@link Lanes}.
 */
final class DepthwiseKernels {
  /** Output pixels computed at once. */
  static final int PIXELS = 4;

  private DepthwiseKernels() {}

  /**
   * Where the pixels of one output row lie.
   *
   * @param first element index of channel 0 under the first tap of the first pixel
   * @param next elements from one output pixel's first tap to the next one's
   * @param pixels how many, at least {@link #PIXELS}
   * @param firstTap the first tap to use, at the start of a row of taps
   * @param endTap the tap after the last one to use
   */
  record Run(int first, int next, int pixels, int firstTap, int endTap) {}

  /**
   * Any window.
   *
   * @param offsets elements from the first tap to each tap
   * @param taps [taps, width]
   * @param start [width]
   * @param tile receives [pixels, width] from {@code at}
   */
  static void accumulate(
      byte[] from,
      Run run,
      int[] offsets,
      byte flip,
      float[] taps,
      float[] start,
      int width,
      float[] tile,
      int at) {
    int next = run.next();
    int endTap = run.endTap();
    int last = run.pixels() - PIXELS;
    for (int c = 0; c < width; c += Lanes.COUNT) {
      FloatVector initial = FloatVector.fromArray(Lanes.FLOATS, start, c);
      for (int x = 0; x < run.pixels(); x += PIXELS) {
        int column = Math.min(x, last);
        int pixel = run.first() + column * next + c;
        FloatVector a = initial;
        FloatVector b = initial;
        FloatVector d = initial;
        FloatVector e = initial;
        for (int tap = run.firstTap(); tap < endTap; tap++) {
          FloatVector weight = FloatVector.fromArray(Lanes.FLOATS, taps, tap * width + c);
          int p = pixel + offsets[tap];
          FloatVector ax =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          a = ax.fma(weight, a);
          FloatVector bx =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          b = bx.fma(weight, b);
          FloatVector dx =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 2 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          d = dx.fma(weight, d);
          FloatVector ex =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 3 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          e = ex.fma(weight, e);
        }
        int to = at + column * width + c;
        a.intoArray(tile, to);
        b.intoArray(tile, to + width);
        d.intoArray(tile, to + 2 * width);
        e.intoArray(tile, to + 3 * width);
      }
    }
  }

  /**
   * Windows three taps wide with neither stride nor dilation along the row: pixels share what they
   * read.
   */
  static void accumulateThreeWide(
      byte[] from,
      Run run,
      int[] offsets,
      byte flip,
      float[] taps,
      float[] start,
      int width,
      float[] tile,
      int at) {
    int next = run.next();
    int endTap = run.endTap();
    int last = run.pixels() - PIXELS;
    for (int c = 0; c < width; c += Lanes.COUNT) {
      FloatVector initial = FloatVector.fromArray(Lanes.FLOATS, start, c);
      for (int x = 0; x < run.pixels(); x += PIXELS) {
        int column = Math.min(x, last);
        int pixel = run.first() + column * next + c;
        FloatVector a = initial;
        FloatVector b = initial;
        FloatVector d = initial;
        FloatVector e = initial;
        for (int tap = run.firstTap(); tap < endTap; tap += 3) {
          int weight = tap * width + c;
          FloatVector left = FloatVector.fromArray(Lanes.FLOATS, taps, weight);
          FloatVector middle = FloatVector.fromArray(Lanes.FLOATS, taps, weight + width);
          FloatVector right = FloatVector.fromArray(Lanes.FLOATS, taps, weight + 2 * width);
          int p = pixel + offsets[tap];
          FloatVector x0 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          FloatVector x1 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          FloatVector x2 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 2 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          FloatVector x3 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 3 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          FloatVector x4 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 4 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          FloatVector x5 =
              (FloatVector)
                  ByteVector.fromArray(Lanes.BYTES, from, p + 5 * next)
                      .lanewise(VectorOperators.XOR, flip)
                      .convertShape(VectorOperators.B2F, Lanes.FLOATS, 0);
          a = x2.fma(right, x1.fma(middle, x0.fma(left, a)));
          b = x3.fma(right, x2.fma(middle, x1.fma(left, b)));
          d = x4.fma(right, x3.fma(middle, x2.fma(left, d)));
          e = x5.fma(right, x4.fma(middle, x3.fma(left, e)));
        }
        int to = at + column * width + c;
        a.intoArray(tile, to);
        b.intoArray(tile, to + width);
        d.intoArray(tile, to + 2 * width);
        e.intoArray(tile, to + 3 * width);
      }
    }
  }
}
