package io.plumbline.runtime.program;

import io.plumbline.runtime.arithmetic.Accumulator;
import java.util.Optional;

/**
 * An instruction that makes one number of the integers under each window of a channels-last N,H,W,C
 * value, channel by channel. Padding is never looked at.
 */
public sealed interface Pooling extends Instruction.OneInput {
  Window2d window();

  /**
   * What sums over a window are counted in; empty where the result is one of the integers, so that
   * input and output share their parameters.
   */
  Optional<Accumulator> accumulator();

  /** The largest magnitude of a term of such a sum, for |q − zeroPoint| up to {@code largest}. */
  default long largestTerm(long largest) {
    return largest;
  }

  /** Largest integer under the window; input and output share their parameters. */
  record MaxPool(String node, int input, int output, Window2d window) implements Pooling {
    @Override
    public Optional<Accumulator> accumulator() {
      return Optional.empty();
    }
  }

  /**
   * The Euclidean norm under the window: int64 sum of (q − zeroPoint)², then {@code
   * clamp(round(√float(sum) · multiplier) + zeroPoint)} with {@code multiplier = (float)(s_in /
   * s_out)}.
   */
  record NormPool(String node, int input, int output, Window2d window) implements Pooling {
    @Override
    public Optional<Accumulator> accumulator() {
      return Optional.of(Accumulator.INT64);
    }

    @Override
    public long largestTerm(long largest) {
      return largest * largest;
    }
  }

  /**
   * Mean under the window: int32 sum of q − zeroPoint, then {@code clamp(round(float(sum) ·
   * multiplier[count]) + zeroPoint)} with {@code multiplier[count] = (float)(s_in / (s_out ·
   * count))}.
   *
   * @param countIncludePad whether padding counts in the divisor (its value is zero either way)
   */
  record AveragePool(String node, int input, int output, Window2d window, boolean countIncludePad)
      implements Pooling {
    @Override
    public Optional<Accumulator> accumulator() {
      return Optional.of(Accumulator.INT32);
    }
  }
}
