/**
 * The fast executor on the Vector API, equal to {@code reference} bit for bit. Nothing here defines
 * a result.
 *
 * <p>More than 25 files: one class for each instruction that has a fast form.
 */
@NullMarked
package io.plumbline.runtime.vector;

import org.jspecify.annotations.NullMarked;
