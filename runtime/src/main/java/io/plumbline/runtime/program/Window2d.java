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
}
