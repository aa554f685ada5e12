/**
 * How true each node of the quantized models stays to the optimised float model, on real samples.
 * Rendering belongs in {@code report}.
 */
@NullMarked
package io.plumbline.verify.similarity;

import org.jspecify.annotations.NullMarked;
