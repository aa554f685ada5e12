/**
 * Measurements of whole models and executors, as plain programs that print their figures. Nothing
 * here is shipped or used by the product.
 */
@NullMarked
package io.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
