/**
 * The integer program: values, instructions, constants, as immutable records. How they are computed
 * is defined in {@code reference}; where they come from is the module {@code codegen}.
 *
 * <p>More than 25 files: the functions and parts of instructions are values of their own, one file
 * each, beside the rules that hold them, a file for each family.
 */
@NullMarked
package io.plumbline.runtime.program;

import org.jspecify.annotations.NullMarked;
