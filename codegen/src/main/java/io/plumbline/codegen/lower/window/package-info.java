/**
 * What one result takes from many elements without weights: pooling, resizing, reductions and
 * normalisations.
 */
@NullMarked
package io.plumbline.codegen.lower.window;

import org.jspecify.annotations.NullMarked;
