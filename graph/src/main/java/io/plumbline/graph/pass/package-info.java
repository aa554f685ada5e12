/**
 * Float-to-float rewrites: one rule per class, literal pipelines, a driver that verifies after each
 * pass. Quantization belongs in the module {@code quantize}.
 */
@NullMarked
package io.plumbline.graph.pass;

import org.jspecify.annotations.NullMarked;
