/**
 * A plan written into a graph as standard QuantizeLinear and DequantizeLinear nodes, to be run by
 * any float engine. What is quantized and how is decided in {@code plan}.
 */
@NullMarked
package io.plumbline.quantize.annotate;

import org.jspecify.annotations.NullMarked;
