/**
 * Where the noise at the results of a quantized model comes from: what each quantized value, each
 * weight tensor and each of their channels causes there alone.
 */
@NullMarked
package io.plumbline.pipeline.noise;

import org.jspecify.annotations.NullMarked;
