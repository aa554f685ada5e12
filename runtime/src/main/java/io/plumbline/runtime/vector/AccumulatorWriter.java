package io.plumbline.runtime.vector;

/**
 * Takes complete accumulators, already converted to float32, through the output stage into a
 * value's memory.
 */
interface AccumulatorWriter {
  /**
   * @param tile rows of {@code width} accumulators, a whole number of vectors
   * @param channel the output channel of the first accumulator of a row
   * @param channels accumulators of a row that are channels; the rest is padding
   * @param out memory of the output value
   * @param at element index in {@code out} of the first row's first channel
   * @param stride elements from one row to the next in {@code out}
   */
  void write(
      float[] tile, int rows, int width, int channel, int channels, byte[] out, int at, int stride);
}
