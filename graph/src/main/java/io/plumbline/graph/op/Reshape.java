package io.plumbline.graph.op;

import java.util.List;

/**
 * Same elements under a constant target shape; 0 copies the input extent unless allowZero, −1 is
 * inferred.
 */
public record Reshape(List<Long> shape, boolean allowZero) implements Op {}
