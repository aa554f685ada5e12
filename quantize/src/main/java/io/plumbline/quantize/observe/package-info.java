/**
 * Statistics of tensors and how they are gathered: accumulators that merge exactly, in any order,
 * and the driver that runs an engine over samples. What ranges follow from them is decided in
 * {@code calibrate}.
 *
 * <p>More than 25 files: each accumulator, and each part of a histogram, is a file of its own.
 */
@NullMarked
package io.plumbline.quantize.observe;

import org.jspecify.annotations.NullMarked;
