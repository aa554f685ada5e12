/**
 * The integer program: values, instructions, constants, as immutable records. How they are computed
 * is defined in {@code reference}; where they come from is the module {@code codegen}.
 */
@NullMarked
package io.plumbline.runtime.program;

import org.jspecify.annotations.NullMarked;
