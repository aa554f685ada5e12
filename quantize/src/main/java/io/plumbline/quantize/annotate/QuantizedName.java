package io.plumbline.quantize.annotate;

/**
 * What the forms of one tensor are called in an annotated graph.
 *
 * @param real what QuantizeLinear reads; for weights in integer form the constant of the optimised
 *     graph, which the annotated one has no more
 * @param quantized the integers
 * @param dequantized what consumers read
 */
public record QuantizedName(String real, String quantized, String dequantized) {}
