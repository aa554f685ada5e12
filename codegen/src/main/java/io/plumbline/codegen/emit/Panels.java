package io.plumbline.codegen.emit;

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
  private static final int MOST_PRODUCT_LINES = 3;
  private static final int HALF_OF_BYTE = 128;

  private Panels() {}

  /**
   * Weights [M, lines, K] as [panel][line][4 terms][16][4].
   *
   * @param lines how many runs of neighbouring inputs one sum reads
   */
  static Tensor ordinary(Tensor weights, int lines) {
    byte[] plain = weights.toBytes();
    int filters = weights.shape().intDim(0);
    int depth = plain.length / Math.max(1, filters * lines);
    int quads = Math.ceilDiv(depth, TERMS);
    byte[] packed = new byte[panels(filters) * lines * quads * TERMS * CHANNELS];
    for (int i = 0; i < plain.length; i++) {
      int term = i % depth;
      int part = i / depth % lines;
      int filter = i / depth / lines;
      int line = (filter / CHANNELS * lines + part) * quads + term / TERMS;
      packed[(line * CHANNELS + filter % CHANNELS) * TERMS + term % TERMS] = plain[i];
    }
    return Tensor.of(Shape.of(packed.length), packed);
  }

  /**
   * A bit for each 64 weights of panels: whether of all neighbours the absolute values are 128
   * together at most, so that two products with bytes fit into 16 bits together.
   */
  static Tensor pairs(Tensor packed) {
    byte[] weights = packed.toBytes();
    int quads = weights.length / (CHANNELS * TERMS);
    byte[] bits = new byte[Math.ceilDiv(quads, Byte.SIZE)];
    for (int quad = 0; quad < quads; quad++) {
      if (arePairs(weights, quad * CHANNELS * TERMS)) {
        bits[quad / Byte.SIZE] |= (byte) (1 << quad % Byte.SIZE);
      }
    }
    return Tensor.of(Shape.of(bits.length), bits);
  }

  private static boolean arePairs(byte[] weights, int from) {
    for (int i = from; i < from + CHANNELS * TERMS; i += 2) {
      if (Math.abs(weights[i]) + Math.abs(weights[i + 1]) > HALF_OF_BYTE) {
        return false;
      }
    }
    return true;
  }

  /** Weights [M, rows, columns] as [panel][column][4 rows][16][4]. */
  static Tensor depthwise(Tensor weights, int rows, int columns) {
    byte[] plain = weights.toBytes();
    int filters = weights.shape().intDim(0);
    int quads = Math.ceilDiv(rows, TERMS);
    byte[] packed = new byte[panels(filters) * columns * quads * TERMS * CHANNELS];
    for (int i = 0; i < plain.length; i++) {
      int column = i % columns;
      int row = i / columns % rows;
      int filter = i / columns / rows;
      int line = (filter / CHANNELS * columns + column) * quads + row / TERMS;
      packed[(line * CHANNELS + filter % CHANNELS) * TERMS + row % TERMS] = plain[i];
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

  /**
   * Bytes of the panels, of three lines at most, and of the biases of a matrix that is computed.
   */
  static long computed(long depth, long columns) {
    long lines = MOST_PRODUCT_LINES * Math.ceilDiv(depth, (long) TERMS) * TERMS;
    return Math.ceilDiv(columns, (long) CHANNELS) * CHANNELS * (lines + Integer.BYTES);
  }

  private static int panels(int channels) {
    return Math.ceilDiv(channels, CHANNELS);
  }
}
