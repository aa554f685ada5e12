package io.plumbline.codegen.emit;

import io.plumbline.runtime.arithmetic.Accumulator;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;

/**
 * Weights and biases as {@code pl_panels.h} reads them: 16 output channels side by side, inputs as
 * unsigned bytes, and what their zero point adds to a sum taken off its bias.
 */
final class Panels {
  private static final int CHANNELS = 16;
  private static final int TERMS = 4;
  private static final int PAIR = 2;
  private static final int MOST_TAPS = 64;
  private static final int HALF_OF_BYTE = 128;

  private Panels() {}

  /** Whether inputs and sums are of the types that panels are for. */
  static boolean fit(DType input, Accumulator accumulator) {
    return input.bytes() == 1 && accumulator == Accumulator.INT32;
  }

  /**
   * Whether every output channel reads all input channels, under a window that is not too large.
   */
  static boolean isOrdinary(Instruction.Convolution op) {
    return op.group() == 1 && taps(op) <= MOST_TAPS;
  }

  /** Whether every output channel reads the input channel of its own number. */
  static boolean isDepthwise(Instruction.Convolution op) {
    Shape weights = op.weights().shape();
    return op.group() == weights.dim(0) && weights.dim(3) == 1 && taps(op) <= MOST_TAPS;
  }

  private static int taps(Instruction.Convolution op) {
    return op.window().kernelHeight() * op.window().kernelWidth();
  }

  /**
   * Weights [M, taps, K] as [panel][tap][4 terms][16][4].
   *
   * @param taps how many places one sum reads
   */
  static Tensor ordinary(Tensor weights, int taps) {
    byte[] plain = weights.toBytes();
    int filters = weights.shape().intDim(0);
    int depth = plain.length / Math.max(1, filters * taps);
    int quads = Math.ceilDiv(depth, TERMS);
    byte[] packed = new byte[panels(filters) * taps * quads * TERMS * CHANNELS];
    for (int i = 0; i < plain.length; i++) {
      int term = i % depth;
      int tap = i / depth % taps;
      int filter = i / depth / taps;
      int line = (filter / CHANNELS * taps + tap) * quads + term / TERMS;
      packed[(line * CHANNELS + filter % CHANNELS) * TERMS + term % TERMS] = plain[i];
    }
    return Tensor.of(Shape.of(packed.length), packed);
  }

  /** Weights [M, taps] as [panel][2 taps][16][2]. */
  static Tensor depthwise(Tensor weights, int taps) {
    byte[] plain = weights.toBytes();
    int filters = weights.shape().intDim(0);
    int pairs = Math.ceilDiv(taps, PAIR);
    byte[] packed = new byte[panels(filters) * pairs * PAIR * CHANNELS];
    for (int i = 0; i < plain.length; i++) {
      int tap = i % taps;
      int filter = i / taps;
      int line = filter / CHANNELS * pairs + tap / PAIR;
      packed[(line * CHANNELS + filter % CHANNELS) * PAIR + tap % PAIR] = plain[i];
    }
    return Tensor.of(Shape.of(packed.length), packed);
  }

  /**
   * Biases from which sums over unsigned bytes begin, {@code b − z' · Σw} modulo 2³², for whole
   * panels; z' is the zero point as an unsigned byte.
   */
  static Tensor bias(Tensor bias, Tensor weights, DType input, int zeroPoint) {
    int[] biases = bias.toInts();
    byte[] plain = weights.toBytes();
    int terms = plain.length / Math.max(1, biases.length);
    int zero = zeroPoint + (input == DType.INT8 ? HALF_OF_BYTE : 0);
    int[] corrected = Arrays.copyOf(biases, panels(biases.length) * CHANNELS);
    for (int i = 0; i < plain.length; i++) {
      corrected[i / terms] -= zero * plain[i];
    }
    return Tensor.of(Shape.of(corrected.length), corrected);
  }

  /** A row of zero points, as long as kernels may read. */
  static Tensor edge(int channels, DType input, int zeroPoint) {
    int[] row = new int[(panels(channels) + 1) * CHANNELS];
    Arrays.fill(row, zeroPoint);
    return Tensor.ofIntegers(input, Shape.of(row.length), row);
  }

  private static int panels(int channels) {
    return Math.ceilDiv(channels, CHANNELS);
  }
}
