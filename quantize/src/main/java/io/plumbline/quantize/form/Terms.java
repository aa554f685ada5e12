package io.plumbline.quantize.form;

/** The products that a sum adds up. */
public sealed interface Terms {
  /** A constant kernel with the elements under a window. */
  record Convolution(PlacedWindow window) implements Terms {}

  /** A constant kernel with the elements whose windows reach a place. */
  record TransposedConvolution() implements Terms {}

  /** The columns of a constant matrix, the second input, with rows of the first. */
  record Matrix() implements Terms {}

  /** Two operands, batched or not, of which at most one is constant, with one scale each. */
  record Product() implements Terms {}
}
