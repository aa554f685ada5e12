/**
 * Dtypes, shapes, off-heap tensors, quantization parameters, tensor files and similarity metrics.
 * Nothing here knows a graph or a model; whatever does belongs in {@code graph} or {@code runtime}.
 */
@NullMarked
package io.plumbline.tensor;

import org.jspecify.annotations.NullMarked;
