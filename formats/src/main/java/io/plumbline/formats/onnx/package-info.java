/**
 * ONNX files to graphs and back. The meaning of ops belongs in {@code io.plumbline.graph.onnx}; the
 * generated wire types never appear in a public signature. More than 25 files: a codec for each
 * message of the format, and what is refused or rewritten inside of sub-graphs, which graphs carry
 * in their wire form.
 */
@NullMarked
package io.plumbline.formats.onnx;

import org.jspecify.annotations.NullMarked;
