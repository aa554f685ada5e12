/**
 * Plans as files: a quantized model in full, with what it was made of, from which the same
 * artefacts are made again without a calibration sample. What a plan says belongs in {@code
 * quantize.plan}.
 */
@NullMarked
package io.plumbline.pipeline.plan;

import org.jspecify.annotations.NullMarked;
