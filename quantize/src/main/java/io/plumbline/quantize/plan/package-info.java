/**
 * The quantization plan: for every tensor its parameters, for every node its precision, and the
 * rules that decide both. Statistics come from {@code observe}, ranges from {@code calibrate}.
 *
 * <p>More than 25 files: one file for each family of rules, beside the values of the plan.
 */
@NullMarked
package io.plumbline.quantize.plan;

import org.jspecify.annotations.NullMarked;
