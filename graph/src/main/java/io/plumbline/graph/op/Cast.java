package io.plumbline.graph.op;

import io.plumbline.tensor.DType;

/** Converts the element type. */
public record Cast(DType to) implements Op {}
