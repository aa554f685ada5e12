package io.plumbline.formats.caffe;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.tensor.Tensor;

/** Compares tensors that were computed in different orders of summation. */
final class Closeness {
  private static final double TOLERANCE = 1e-4;

  private Closeness() {}

  /** Fails where two numbers differ by more than 1e-4 of themselves or of 1. */
  static void assertClose(Tensor ours, Tensor theirs, String what) {
    assertThat(ours.elements()).as("elements, " + what).isEqualTo(theirs.elements());
    for (long i = 0; i < ours.elements(); i++) {
      double expected = theirs.getFloat(i);
      double limit = TOLERANCE * Math.max(1, Math.abs(expected));
      assertThat((double) ours.getFloat(i))
          .as("element %d, %s", i, what)
          .isBetween(expected - limit, expected + limit);
    }
  }
}
