/**
 * The quantization plan: for every tensor its parameters, for every node its precision, and the
 * rules that decide both. Statistics come from {@code observe}, ranges from {@code calibrate}.
 */
@NullMarked
package io.plumbline.quantize.plan;

import org.jspecify.annotations.NullMarked;
