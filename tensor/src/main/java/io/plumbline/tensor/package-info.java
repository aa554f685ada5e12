/**
 * Dtypes, shapes, off-heap tensors, quantization parameters, tensor files and similarity metrics.
 * Nothing here knows a graph or a model; whatever does belongs in {@code graph} or {@code runtime}.
 *
 * <p>More than 25 files: each form of tensor file and each kind of error is a class of its own.
 */
@NullMarked
package io.plumbline.tensor;

import org.jspecify.annotations.NullMarked;
