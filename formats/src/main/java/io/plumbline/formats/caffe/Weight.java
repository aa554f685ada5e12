package io.plumbline.formats.caffe;

import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;

/**
 * One learned blob of a layer.
 *
 * @param shape as the file states it; old files state four extents, ones first
 * @param data float32, flat
 */
record Weight(Shape shape, Tensor data) {}
