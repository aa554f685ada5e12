/**
 * Pictures as devices and networks see them: pixel types, layouts, and the linear maps between
 * colour spaces. No pixels are moved here: that is the work of whoever holds the memory.
 */
@NullMarked
package io.plumbline.tensor.colour;

import org.jspecify.annotations.NullMarked;
