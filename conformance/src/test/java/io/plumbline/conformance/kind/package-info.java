/**
 * Small models as text, each of a kind that is easy to get wrong: compiled, run and held to what
 * ONNX Runtime makes of the file.
 */
@NullMarked
package io.plumbline.conformance.kind;

import org.jspecify.annotations.NullMarked;
