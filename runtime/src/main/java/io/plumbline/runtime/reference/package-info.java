/**
 * The executor that defines the arithmetic: plain loops, no cleverness. Speed belongs in {@code
 * vector}.
 */
@NullMarked
package io.plumbline.runtime.reference;

import org.jspecify.annotations.NullMarked;
