package io.plumbline.graph;

/** What is known of a value's type. */
public sealed interface ValueType permits TensorType, UnrankedType, OpaqueType {}
