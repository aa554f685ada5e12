/**
 * What wins lost accuracy back: each algorithm makes a better quantized model of a quantized model,
 * by running its integer program on calibration samples, and says layer by layer what it did.
 *
 * <p>More than 25 files: each algorithm, what it reads of samples and what it says of a layer are
 * values of their own.
 */
@NullMarked
package io.plumbline.pipeline.tune;

import org.jspecify.annotations.NullMarked;
