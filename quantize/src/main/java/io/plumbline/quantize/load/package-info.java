/**
 * Scales that a model brings along: its QuantizeLinear and DequantizeLinear pairs become parameters
 * by value name, and a float graph without them. Nothing is calibrated here.
 */
@NullMarked
package io.plumbline.quantize.load;

import org.jspecify.annotations.NullMarked;
