/**
 * From an optimised graph and its plan to an integer program: one file for each family of ops, and
 * the stored forms of values. How instructions are computed is defined in {@code
 * runtime.reference}; memory and packing come later.
 *
 * <p>More than 25 files: one file for each family of ops.
 */
@NullMarked
package io.plumbline.codegen.lower;

import org.jspecify.annotations.NullMarked;
