/**
 * From an integer program to C11 that computes the same bits: one function for each instruction
 * over kernels that ship with it. Compiling and running it lie elsewhere.
 */
@NullMarked
package io.plumbline.codegen.emit;

import org.jspecify.annotations.NullMarked;
