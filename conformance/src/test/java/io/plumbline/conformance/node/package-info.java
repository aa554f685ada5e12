/**
 * The single-operator models of the ONNX project as cases for the whole road: read, planned,
 * lowered, run. What a module tests of itself belongs there.
 */
@NullMarked
package io.plumbline.conformance.node;

import org.jspecify.annotations.NullMarked;
