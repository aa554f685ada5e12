package io.plumbline.runtime.arithmetic;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.stream.LongStream;

/** The integer type in which products are summed. */
public enum Accumulator {
  /** 32 bits, for sums that are proved to stay below 2³¹. */
  INT32(DType.INT32, Integer.MAX_VALUE),

  /**
   * 64 bits, for sums that are proved to stay within 2⁵³, so that an executor may add them in
   * float64 as well.
   */
  INT64(DType.INT64, 1L << 53);

  private final DType dtype;
  private final long limit;

  Accumulator(DType dtype, long limit) {
    this.dtype = dtype;
    this.limit = limit;
  }

  /** The type of the accumulator, and of the bias it starts from. */
  public DType dtype() {
    return dtype;
  }

  /** A vector of integers of this type, which must fit it. */
  public Tensor tensor(long... integers) {
    Shape shape = Shape.of(integers.length);
    return switch (this) {
      case INT32 -> Tensor.of(shape, LongStream.of(integers).mapToInt(Math::toIntExact).toArray());
      case INT64 -> Tensor.of(shape, integers);
    };
  }

  /** The largest magnitude that a sum may be able to reach. */
  public long limit() {
    return limit;
  }
}
