package io.plumbline.pipeline.tune;

/**
 * A quantized model with corrected biases.
 *
 * @param correction what was found on the way to it
 */
public record Tuned(Quantized quantized, Correction correction) {}
