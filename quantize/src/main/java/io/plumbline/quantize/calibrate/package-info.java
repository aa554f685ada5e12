/**
 * From statistics to ranges, and from ranges to scales and zero points, of activations and of
 * weights. Gathering statistics belongs in {@code observe}; which tensors get parameters is decided
 * in {@code plan}.
 */
@NullMarked
package io.plumbline.quantize.calibrate;

import org.jspecify.annotations.NullMarked;
