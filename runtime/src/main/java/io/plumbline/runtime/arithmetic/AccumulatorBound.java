package io.plumbline.runtime.arithmetic;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How large a sum of products can get for any input whatever: {@code |bias| + Σ|weight| · max|q −
 * zeroPoint|}, the maximum taken over the whole range of the input's dtype. No partial sum of these
 * terms, in any order, exceeds the bound either, so an accumulator that holds it never overflows.
 * Bounds beyond int64 are reported as the largest int64.
 */
public final class AccumulatorBound {
  /** Every integer of at most this magnitude is a float32. */
  public static final long FLOAT32_EXACT = 1L << 24;

  private AccumulatorBound() {}

  /** The largest |q − zeroPoint| of an integer type of at most 32 bits. */
  public static long largest(DType dtype, int zeroPoint) {
    return Math.max((long) dtype.maximum() - zeroPoint, (long) zeroPoint - dtype.minimum());
  }

  /** The largest |q − zeroPoint| of a value with these parameters, per tensor. */
  public static long largest(QuantParams params) {
    return largest(params.dtype(), params.zeroPoint());
  }

  /**
   * One bound for each output channel, without a bias.
   *
   * @param weights integers whose first axis are the output channels
   * @param largest the largest magnitude of a factor, at most 2³²
   */
  public static long[] sums(Tensor weights, long largest) {
    int channels = weights.shape().intDim(0);
    long length = channels == 0 ? 0 : weights.elements() / channels;
    long[] bounds = new long[channels];
    for (int channel = 0; channel < channels; channel++) {
      long sum =
          weights.dtype() == DType.INT8
              ? magnitudesOfBytes(weights.data(), channel * length, length)
              : magnitudes(weights, channel * length, length);
      bounds[channel] = multiply(sum, largest);
    }
    return bounds;
  }

  private static long magnitudes(Tensor integers, long from, long count) {
    long sum = 0;
    for (long i = from; i < from + count; i++) {
      sum += Math.abs(integers.getLong(i));
    }
    return sum;
  }

  private static long magnitudesOfBytes(MemorySegment integers, long from, long count) {
    long sum = 0;
    long index = from;
    for (; index <= from + count - Long.BYTES; index += Long.BYTES) {
      sum += magnitudesOfEight(integers.get(ValueLayout.JAVA_LONG_UNALIGNED, index));
    }
    for (; index < from + count; index++) {
      sum += Math.abs(integers.get(ValueLayout.JAVA_BYTE, index));
    }
    return sum;
  }

  /** The sum of |b| over the eight signed bytes of a word, in any byte order. */
  private static long magnitudesOfEight(long word) {
    long negative = (word >>> 7) & 0x0101_0101_0101_0101L;
    long magnitudes = (word ^ negative * 0xFF) + negative;
    long pairs =
        (magnitudes & 0x00FF_00FF_00FF_00FFL) + ((magnitudes >>> 8) & 0x00FF_00FF_00FF_00FFL);
    return (pairs * 0x0001_0001_0001_0001L) >>> 48;
  }

  /**
   * One bound for each output channel.
   *
   * @param bias integers, one for each output channel
   */
  public static long[] sums(Tensor weights, Tensor bias, long largest) {
    long[] bounds = sums(weights, largest);
    for (int channel = 0; channel < bounds.length; channel++) {
      bounds[channel] = add(magnitude(bias.getLong(channel)), bounds[channel]);
    }
    return bounds;
  }

  /** The largest bound of any row of weights along their last axis. */
  public static long rows(Tensor weights, long largest) {
    long length = weights.shape().dim(-1);
    long rows = length == 0 ? 0 : weights.elements() / length;
    Tensor matrix = weights.reshape(Shape.of(rows, length));
    return LongStream.of(sums(matrix, largest)).max().orElse(0);
  }

  /** The bound of a sum of so many products of two factors. */
  public static long products(long terms, long largestLeft, long largestRight) {
    return multiply(terms, multiply(largestLeft, largestRight));
  }

  /** The narrowest accumulator that holds sums of this bound; empty when none does. */
  public static Optional<Accumulator> narrowest(long bound) {
    for (Accumulator accumulator : Accumulator.values()) {
      if (bound <= accumulator.limit()) {
        return Optional.of(accumulator);
      }
    }
    return Optional.empty();
  }

  private static long magnitude(long value) {
    return value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value);
  }

  /** The sum of two numbers that are not negative, limited to int64. */
  private static long add(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The product of two numbers that are not negative, limited to int64. */
  private static long multiply(long left, long right) {
    long product = left * right;
    return Math.multiplyHigh(left, right) != 0 || product < 0 ? Long.MAX_VALUE : product;
  }
}
