package io.plumbline.graph;

import io.plumbline.tensor.DType;

/** A tensor of known element type and unknown rank. */
public record UnrankedType(DType dtype) implements ValueType {}
