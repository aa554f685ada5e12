/**
 * Which nodes cost a quantized model most, and why: each on the same input in float and rounded,
 * each alone in the float model, and cures tried in the quantized one. The rules of causes are in
 * {@code verify.debug}.
 */
@NullMarked
package io.plumbline.pipeline.debug.cause;

import org.jspecify.annotations.NullMarked;
