/**
 * The exact scalar formulas of integer programs, shared by everything that computes or predicts
 * them. Loops over tensors belong in the executors.
 */
@NullMarked
package io.plumbline.runtime.arithmetic;

import org.jspecify.annotations.NullMarked;
