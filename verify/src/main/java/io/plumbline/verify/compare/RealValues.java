package io.plumbline.verify.compare;

import io.plumbline.tensor.Count;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A tensor's elements as real numbers, read piece by piece where they lie.
 *
 * @param params what the elements stand for where they are integers; without, they stand for
 *     themselves
 * @param multiples exponents of the powers of two that channels along axis 1 are divided by; none
 *     where there are none
 */
public record RealValues(Tensor tensor, Optional<QuantParams> params, List<Integer> multiples) {
  /** Checks that parameters and factors of channels fit the tensor. */
  public RealValues {
    multiples = List.copyOf(multiples);
    if (!multiples.isEmpty()
        && (tensor.shape().rank() < 2 || tensor.shape().dim(1) != multiples.size())) {
      throw new IllegalArgumentException(
          Count.of(multiples.size(), "factor") + " for " + tensor.shape());
    }
    params.ifPresent(quant -> requireAxis(tensor.shape(), quant));
  }

  /** Elements whose channels have no factors. */
  public RealValues(Tensor tensor, Optional<QuantParams> params) {
    this(tensor, params, List.of());
  }

  /** Elements that stand for themselves. */
  public static RealValues of(Tensor tensor) {
    return new RealValues(tensor, Optional.empty());
  }

  private static void requireAxis(Shape shape, QuantParams quant) {
    if (!quant.isPerTensor()
        && (quant.axis() >= shape.rank() || shape.dim(quant.axis()) != quant.channels())) {
      throw new IllegalArgumentException(quant + " for " + shape);
    }
  }

  /** How many elements there are. */
  public long elements() {
    return tensor.elements();
  }

  /** Whether the elements are integers with parameters. */
  public boolean isQuantized() {
    return params.isPresent() && !tensor.dtype().isFloat();
  }

  /**
   * Reads elements in index order. What a quantized element stands for is rounded to float32, as
   * DequantizeLinear gives it; every other element is read without loss up to 53 bits.
   *
   * @param from index of the first
   * @param count how many go into the front of {@code piece}
   */
  public void read(long from, int count, double[] piece) {
    readMultiples(from, count, piece);
    if (!multiples.isEmpty()) {
      long inner = inner(1);
      for (int i = 0; i < count; i++) {
        int channel = (int) ((from + i) / inner % multiples.size());
        piece[i] = Math.scalb(piece[i], -multiples.get(channel));
      }
    }
  }

  private void readMultiples(long from, int count, double[] piece) {
    if (!isQuantized()) {
      for (int i = 0; i < count; i++) {
        piece[i] = tensor.getDouble(from + i);
      }
      return;
    }
    QuantParams quant = params.orElseThrow();
    if (quant.isPerTensor()) {
      float scale = quant.scale();
      int zeroPoint = quant.zeroPoint();
      for (int i = 0; i < count; i++) {
        piece[i] = scale * (tensor.getLong(from + i) - zeroPoint);
      }
    } else {
      readChannels(quant, from, count, piece);
    }
  }

  private void readChannels(QuantParams quant, long from, int count, double[] piece) {
    long inner = inner(quant.axis());
    for (int i = 0; i < count; i++) {
      int channel = (int) ((from + i) / inner % quant.channels());
      piece[i] = quant.scale(channel) * (tensor.getLong(from + i) - quant.zeroPoint(channel));
    }
  }

  /** How many elements there are for one index of an axis. */
  private long inner(int axis) {
    Shape shape = tensor.shape();
    return LongStream.range(axis + 1, shape.rank())
        .map(later -> shape.dim((int) later))
        .reduce(1, (a, b) -> a * b);
  }
}
