/**
 * Caffe networks (a prototxt and a caffemodel) to graphs of standard ONNX ops. What the ops mean
 * and how they are rewritten belongs in {@code io.plumbline.graph}; the generated wire types never
 * appear in a public signature.
 */
@NullMarked
package io.plumbline.formats.caffe;

import org.jspecify.annotations.NullMarked;
