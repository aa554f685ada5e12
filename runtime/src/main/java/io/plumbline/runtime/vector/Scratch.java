package io.plumbline.runtime.vector;

/** Working memory of one worker, kept from run to run and grown to the largest need met. */
final class Scratch {
  private float[] block = new float[0];
  private float[] packed = new float[0];
  private float[] tile = new float[0];
  private int[] sums = new int[0];

  /** Converted activations; contents are whatever was there. */
  float[] block(int size) {
    if (block.length < size) {
      block = new float[size];
    }
    return block;
  }

  /** A computed matrix as packed weights; contents are whatever was there. */
  float[] packed(int size) {
    if (packed.length < size) {
      packed = new float[size];
    }
    return packed;
  }

  /** Accumulators of one tile or one row. */
  float[] tile(int size) {
    if (tile.length < size) {
      tile = new float[size];
    }
    return tile;
  }

  /** Integer accumulators of one tile or one row. */
  int[] sums(int size) {
    if (sums.length < size) {
      sums = new int[size];
    }
    return sums;
  }
}
