/**
 * Why a node of a quantized model is wrong: its error on the same input, split by where it comes
 * from, and the cause that this points at. No engine is run here.
 */
@NullMarked
package io.plumbline.verify.debug;

import org.jspecify.annotations.NullMarked;
