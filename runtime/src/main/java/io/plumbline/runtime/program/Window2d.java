package io.plumbline.runtime.program;

/** A sliding window over the two spatial axes of a channels-last value. */
public record Window2d(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {
  public static final Window2d POINT = new Window2d(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);

  /** Whether every output element reads exactly the input element at its own place. */
  public boolean isPoint() {
    return equals(POINT);
  }

  /** Rows of output whose windows lie inside the padded input. */
  public long outputHeight(long inputHeight) {
    return Math.floorDiv(roomBelow(inputHeight), strideHeight) + 1;
  }

  /** Columns of output whose windows lie inside the padded input. */
  public long outputWidth(long inputWidth) {
    return Math.floorDiv(roomRight(inputWidth), strideWidth) + 1;
  }

  /** Rows of output when a last window may reach beyond the padded input. */
  public long ceilHeight(long inputHeight) {
    return Math.ceilDiv(roomBelow(inputHeight), strideHeight) + 1;
  }

  /** Columns of output when a last window may reach beyond the padded input. */
  public long ceilWidth(long inputWidth) {
    return Math.ceilDiv(roomRight(inputWidth), strideWidth) + 1;
  }

  private long roomBelow(long inputHeight) {
    return inputHeight + padTop + padBottom - (long) dilationHeight * (kernelHeight - 1) - 1;
  }

  private long roomRight(long inputWidth) {
    return inputWidth + padLeft + padRight - (long) dilationWidth * (kernelWidth - 1) - 1;
  }
}
