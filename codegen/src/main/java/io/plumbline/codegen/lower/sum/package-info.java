/**
 * Sums of products: convolutions, matrix products and recurrent layers, with what is fused to them.
 */
@NullMarked
package io.plumbline.codegen.lower.sum;

import org.jspecify.annotations.NullMarked;
