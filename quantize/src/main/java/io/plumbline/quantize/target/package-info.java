/**
 * Targets as data: what a device can hold and how it rounds. Code that asks which target it has
 * belongs nowhere.
 */
@NullMarked
package io.plumbline.quantize.target;

import org.jspecify.annotations.NullMarked;
