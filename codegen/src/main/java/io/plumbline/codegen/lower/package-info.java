/**
 * From an optimised graph and its plan to an integer program: {@link
 * io.plumbline.codegen.lower.NodeLowering} hands each op to its family, a package below this one.
 * How instructions are computed is defined in {@code runtime.reference}; memory and packing come
 * later.
 */
@NullMarked
package io.plumbline.codegen.lower;

import org.jspecify.annotations.NullMarked;
