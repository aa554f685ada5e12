package io.plumbline.graph.op;

/**
 * The k largest or smallest elements along an axis in order, and their int64 positions; of equal
 * ones the first comes first.
 */
public record TopK(int axis, long k, boolean largest) implements Op {}
