package io.plumbline.engine.ort;

import io.plumbline.tensor.Shape;
import java.util.List;

/**
 * What decides the shapes of outputs, unless they depend on values.
 *
 * @param inputs shapes in port order
 * @param fetched names of the outputs and intermediates wanted
 */
record RunKey(List<Shape> inputs, List<String> fetched) {}
