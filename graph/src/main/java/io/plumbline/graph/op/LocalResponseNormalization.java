package io.plumbline.graph.op;

/**
 * Inputs x [N,C,d…]: {@code x / (bias + alpha / size · Σ x²)^beta} with the sum over {@code size}
 * neighbouring channels, the odd one after the middle.
 */
public record LocalResponseNormalization(int size, float alpha, float beta, float bias)
    implements Op {}
