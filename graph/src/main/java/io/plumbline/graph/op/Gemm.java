package io.plumbline.graph.op;

/** alpha·A'·B' + beta·C with optional C. */
public record Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) implements Op {}
