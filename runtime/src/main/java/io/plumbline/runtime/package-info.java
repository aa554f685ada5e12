/**
 * The contract of everything that runs a model and hands out named tensors. Implementations live in
 * packages and modules of their own.
 */
@NullMarked
package io.plumbline.runtime;

import org.jspecify.annotations.NullMarked;
