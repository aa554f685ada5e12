/**
 * What computes every element by itself: arithmetic, tables, and functions that are taken apart
 * into both.
 */
@NullMarked
package io.plumbline.codegen.lower.elementwise;

import org.jspecify.annotations.NullMarked;
