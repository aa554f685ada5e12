package io.plumbline.data.dataset;

import io.plumbline.tensor.Tensor;

/**
 * A sample as a model takes it.
 *
 * @param tensor ready to be fed
 * @param height of the picture before the transformers, in pixels; 0 when it was no picture
 * @param width likewise
 */
public record Prepared(Tensor tensor, int height, int width) {}
