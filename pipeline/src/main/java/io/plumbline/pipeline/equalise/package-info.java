/**
 * Factors for single channels of a quantized model: which values can take them, what rounding costs
 * those that read them, the factors of least error, and the graph that has them. It computes what
 * the graph before computed, so that all else treats it as the float network.
 */
@NullMarked
package io.plumbline.pipeline.equalise;

import org.jspecify.annotations.NullMarked;
