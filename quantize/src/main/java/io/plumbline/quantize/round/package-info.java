/**
 * The arithmetic of rounding weights by what it does to the sums that they are part of: second
 * moments of inputs, and the integers of least squared error. Nothing here knows graphs, plans or
 * samples.
 */
@NullMarked
package io.plumbline.quantize.round;

import org.jspecify.annotations.NullMarked;
