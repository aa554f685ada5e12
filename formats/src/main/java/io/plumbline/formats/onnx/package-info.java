/**
 * ONNX files to graphs and back. The meaning of ops belongs in {@code io.plumbline.graph.onnx}; the
 * generated wire types never appear in a public signature.
 */
@NullMarked
package io.plumbline.formats.onnx;

import org.jspecify.annotations.NullMarked;
