/**
 * What files are called, and what keeps those of one run from those of another. How a tensor lies
 * in a file belongs in {@code io.plumbline.tensor}.
 */
@NullMarked
package io.plumbline.tensor.file;

import org.jspecify.annotations.NullMarked;
