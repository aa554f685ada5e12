/**
 * One record per op: its attributes, with ONNX semantics. The types and shapes it takes and gives
 * are rules of {@code graph.type}. What a phase does with an op belongs in that phase's package, as
 * one exhaustive switch.
 *
 * <p>More than 25 files: one record for each op, and a sealed type and its records share a package.
 */
@NullMarked
package io.plumbline.graph.op;

import org.jspecify.annotations.NullMarked;
