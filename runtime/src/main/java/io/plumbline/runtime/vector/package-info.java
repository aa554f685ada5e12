/**
 * The fast executor on the Vector API, equal to {@code reference} bit for bit. Nothing here defines
 * a result.
 */
@NullMarked
package io.plumbline.runtime.vector;

import org.jspecify.annotations.NullMarked;
