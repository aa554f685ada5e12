/**
 * Float-to-float rewrites: one rule per class, literal pipelines, a driver that verifies after each
 * pass. Quantization belongs in the module {@code quantize}.
 *
 * <p>More than 25 files: one class for each rule, so that a rule can be read and tested alone.
 */
@NullMarked
package io.plumbline.graph.pass;

import org.jspecify.annotations.NullMarked;
